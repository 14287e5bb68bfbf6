#include "session/box/buttons.h"

namespace nta::session {
namespace {

constexpr Button ok{"OK", Answered::ok}, cancel{"Cancel", Answered::cancel}, abort_it{"Abort", Answered::abort},
    retry{"Retry", Answered::retry}, ignore{"Ignore", Answered::ignore}, yes{"Yes", Answered::yes},
    no{"No", Answered::no}, try_again{"Try again", Answered::try_again}, go_on{"Continue", Answered::go_on};

constexpr Button just_ok[] = {ok};
constexpr Button ok_cancel[] = {ok, cancel};
constexpr Button abort_retry_ignore[] = {abort_it, retry, ignore};
constexpr Button yes_no_cancel[] = {yes, no, cancel};
constexpr Button yes_no[] = {yes, no};
constexpr Button retry_cancel[] = {retry, cancel};
constexpr Button cancel_try_continue[] = {cancel, try_again, go_on};

// By MB_TYPEMASK.
constexpr std::span<const Button> button_sets[] = {just_ok, ok_cancel,    abort_retry_ignore, yes_no_cancel,
                                                   yes_no,  retry_cancel, cancel_try_continue};

constexpr uint32_t type_mask = 0xF, icon_mask = 0xF0, default_mask = 0xF00;
// MB_SYSTEMMODAL to MB_SERVICE_NOTIFICATION change where a desktop shows the box; a terminal has one place.
constexpr uint32_t ignored_flags = 0x2FF000;

bool has(std::span<const Button> buttons, Answered answer) {
  for (const Button& button : buttons)
    if (button.answer == answer) return true;
  return false;
}

}  // namespace

Result<BoxStyle> box_style(uint32_t flags) {
  uint32_t type = flags & type_mask, icon = (flags & icon_mask) >> 4, chosen = (flags & default_mask) >> 8;
  bool known = (flags & ~(type_mask | icon_mask | default_mask | ignored_flags)) == 0;
  if (!known || type >= std::size(button_sets) || icon > 4 || chosen > 3)
    return fail(Win32::invalid_msgbox_style, "{:#x} is no style of a message box", flags);
  BoxStyle style;
  style.buttons = button_sets[type];
  style.icon = static_cast<Icon>(icon);
  style.default_button = chosen < style.buttons.size() ? chosen : 0;
  style.can_be_closed = style.buttons.size() == 1 || has(style.buttons, Answered::cancel);
  style.closed = style.buttons.size() == 1 ? style.buttons[0].answer : Answered::cancel;
  return style;
}

}  // namespace nta::session
