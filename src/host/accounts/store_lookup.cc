// By name, RID and SID, and the lists.
#include <mutex>

#include "host/accounts/store_impl.h"

namespace nta::accounts {
namespace {

constexpr uint32_t every_flag = 0xFFFFFFFF;

constexpr uint32_t most_reserved = 4096;  // rows, before there is one

constexpr std::string_view select_name_page =
    "SELECT rid, name FROM principal WHERE kind = 1 AND rid > ? ORDER BY rid LIMIT ?";
constexpr std::string_view select_alias_page =
    "SELECT rid, name, comment FROM principal WHERE kind = 4 AND home = ? AND rid > ? ORDER BY rid LIMIT ?";
constexpr std::string_view select_user_page =
    "SELECT u.rid, p.name FROM user u JOIN principal p ON p.rid = u.rid "
    "WHERE u.control & ? AND u.rid > ? ORDER BY u.rid LIMIT ?";
constexpr std::string_view select_group_page =
    "SELECT g.rid, p.name, p.comment, g.attributes FROM group_attributes g JOIN principal p ON p.rid = g.rid "
    "WHERE g.rid > ? ORDER BY g.rid LIMIT ?";
constexpr std::string_view select_groups_between =
    "SELECT user_rid, group_rid FROM group_member WHERE user_rid BETWEEN ? AND ? ORDER BY user_rid, group_rid";

/** What is asked of a display list. */
struct DisplayQueries {
  DisplayQueries(std::string_view columns, const std::string& from)
      : page(fmt::format(
            "SELECT p.rid, p.name, p.comment, {} {} AND p.name_key > ? ORDER BY p.name_key LIMIT ? OFFSET ?", columns,
            from)),
        last_before("SELECT p.name " + from + " AND p.name_key < ? ORDER BY p.name_key DESC LIMIT 1"),
        count_before("SELECT count(*) " + from + " AND p.name_key < ?"),
        count("SELECT count(*) " + from) {}

  const std::string page, last_before, count_before, count;
};

// Users with one of these flags.
DisplayQueries queries_of_users(uint32_t control) {
  return {"u.control, u.full_name",
          fmt::format("FROM principal p JOIN user u ON u.rid = p.rid WHERE u.control & {}", control)};
}

const DisplayQueries& queries_of(Display what) {
  static const DisplayQueries users = queries_of_users(control::normal | control::temporary_duplicate);
  static const DisplayQueries machines = queries_of_users(control::workstation_trust | control::server_trust);
  static const DisplayQueries groups("g.attributes, ''",
                                     "FROM principal p JOIN group_attributes g ON g.rid = p.rid WHERE p.kind = 2");
  if (what == Display::groups) return groups;
  return what == Display::machines ? machines : users;
}

}  // namespace

// ---- by name and SID

Result<std::optional<Principal>> AccountStore::find(std::string_view name) const {
  return impl_->read<std::optional<Principal>>([&](Database& database) { return impl_->principal(database, name); });
}

Result<std::optional<Principal>> AccountStore::find(const Sid& sid) const {
  return impl_->read<std::optional<Principal>>([&](Database& database) { return impl_->principal(database, sid); });
}

namespace {

template <class Impl, class Key>
auto find_each(Impl& impl, std::span<const Key> keys) {
  using Found = std::vector<std::optional<Principal>>;
  return impl.template read<Found>([&](Database& database) -> Result<Found> {
    Found all;
    all.reserve(keys.size());
    for (const Key& key : keys) {
      NTA_TRY(auto found, impl.principal(database, key));
      all.push_back(std::move(found));
    }
    return all;
  });
}

}  // namespace

Result<std::vector<std::optional<Principal>>> AccountStore::find_all(std::span<const Sid> sids) const {
  return find_each(*impl_, sids);
}

Result<std::vector<std::optional<Principal>>> AccountStore::find_all(std::span<const std::string> names) const {
  return find_each(*impl_, names);
}

// ---- users

Result<User> AccountStore::user(Rid rid) const {
  return impl_->read<User>([&](Database& database) { return impl_->user(database, rid); });
}

Result<User> AccountStore::user(std::string_view name) const {
  return impl_->read<User>([&](Database& database) -> Result<User> {
    NTA_TRY(auto found, impl_->principal(database, name));
    if (!found || found->kind != Kind::user) return no_such(Kind::user, name);
    return impl_->user(database, found->rid);
  });
}

Result<User> AccountStore::user_of(uid_t uid) const {
  return impl_->read<User>([&](Database& database) -> Result<User> {
    static const std::string sql = select_user + " WHERE u.uid = ?";
    NTA_TRY(auto found, impl_->user_where(database, sql, uid));
    if (!found) return no_such(Kind::user, fmt::format("uid {}", uid));
    return *std::move(found);
  });
}

Result<std::vector<User>> AccountStore::Impl::users(Database& database, Page page, uint32_t control_mask) const {
  static const std::string sql = select_user + " WHERE u.rid > ? AND u.control & ? ORDER BY u.rid LIMIT ?";
  uint32_t mask = control_mask ? control_mask : every_flag;
  Statement row = database.query(sql, int64_t{page.after.value}, int64_t{mask}, int64_t{page.most});
  std::vector<User> all;
  for (;;) {
    NTA_TRY(bool there, row.step());
    if (!there) return all;
    all.push_back(read_user(row));
  }
}

Result<std::vector<User>> AccountStore::users(Page page, uint32_t control_mask) const {
  return impl_->read<std::vector<User>>([&](Database& database) { return impl_->users(database, page, control_mask); });
}

namespace {

/** Of users sorted by RID, from one walk over who is in which group. */
Result<void> add_groups(Database& database, std::vector<UserInGroups>& users) {
  if (users.empty()) return {};
  Statement row = database.query(select_groups_between, int64_t{users.front().user.rid.value},
                                 int64_t{users.back().user.rid.value});
  auto at = users.begin();
  for (;;) {
    NTA_TRY(bool there, row.step());
    if (!there) return {};
    Rid member(row.u32(0));
    while (at != users.end() && at->user.rid < member) ++at;
    if (at == users.end()) return {};
    if (at->user.rid == member) at->groups.push_back(Rid(row.u32(1)));
  }
}

}  // namespace

Result<std::vector<UserInGroups>> AccountStore::users_in_groups(Page page, uint32_t control_mask) const {
  using Users = std::vector<UserInGroups>;
  return impl_->read<Users>([&](Database& database) -> Result<Users> {
    NTA_TRY(auto users, impl_->users(database, page, control_mask));
    Users all(users.size());
    for (size_t i = 0; i < users.size(); ++i) all[i].user = std::move(users[i]);
    NTA_CHECK(add_groups(database, all));
    return all;
  });
}

// ---- groups, aliases, names

Result<std::vector<Group>> AccountStore::groups(Page page) const {
  return impl_->read<std::vector<Group>>([&](Database& database) -> Result<std::vector<Group>> {
    Statement row = database.query(select_group_page, int64_t{page.after.value}, int64_t{page.most});
    std::vector<Group> all;
    for (;;) {
      NTA_TRY(bool there, row.step());
      if (!there) return all;
      all.push_back({Rid(row.u32(0)), row.text(1), row.text(2), row.u32(3)});
    }
  });
}

namespace {

Result<std::vector<Named>> read_names(Statement row, uint32_t most) {
  std::vector<Named> all;
  all.reserve(std::min(most, most_reserved));
  for (;;) {
    NTA_TRY(bool there, row.step());
    if (!there) return all;
    all.push_back({Rid(row.u32(0)), row.text(1)});
  }
}

}  // namespace

Result<std::vector<Named>> AccountStore::names(Kind kind, Home home, Page page) const {
  return impl_->read<std::vector<Named>>([&](Database& database) -> Result<std::vector<Named>> {
    int64_t after = page.after.value, most = page.most;
    if (kind == Kind::alias)
      return read_names(database.query(select_alias_page, int64_t(home), after, most), page.most);
    if (home != Home::account) return std::vector<Named>();
    return read_names(database.query(kind == Kind::user ? select_name_page : select_group_page, after, most),
                      page.most);
  });
}

Result<std::vector<Named>> AccountStore::user_names(Page page, uint32_t control_mask) const {
  return impl_->read<std::vector<Named>>([&](Database& database) {
    return read_names(
        database.query(select_user_page, int64_t{control_mask}, int64_t{page.after.value}, int64_t{page.most}),
        page.most);
  });
}

Result<std::vector<Alias>> AccountStore::aliases(Home home, Page page) const {
  return impl_->read<std::vector<Alias>>([&](Database& database) -> Result<std::vector<Alias>> {
    Statement row = database.query(select_alias_page, int64_t(home), int64_t{page.after.value}, int64_t{page.most});
    std::vector<Alias> all;
    for (;;) {
      NTA_TRY(bool there, row.step());
      if (!there) return all;
      all.push_back({home, Rid(row.u32(0)), row.text(1), row.text(2)});
    }
  });
}

// ---- display lists

std::optional<std::string> AccountStore::Impl::bookmark(Display list, uint32_t index) const {
  std::lock_guard lock(bookmarks_mutex_);
  for (const Bookmark& mark : bookmarks_)
    if (mark.list == list && mark.index == index) return mark.name;
  return std::nullopt;
}

void AccountStore::Impl::lay_bookmark(Bookmark mark) const {
  constexpr size_t most = 128;  // one for each list that is read at the same time
  std::lock_guard lock(bookmarks_mutex_);
  std::erase_if(bookmarks_, [&](const Bookmark& old) { return old.list == mark.list && old.index == mark.index; });
  if (bookmarks_.size() == most) bookmarks_.erase(bookmarks_.begin());
  bookmarks_.push_back(std::move(mark));
}

void AccountStore::left_off(Display what, uint32_t index, const std::string& name) const {
  impl_->lay_bookmark({what, index, name});
}

// Where only an index is known, all rows before it are counted, and one that came or went meanwhile shifts the others.
Result<std::vector<DisplayRow>> AccountStore::display(Display what, uint32_t after, uint32_t most) const {
  return impl_->read<std::vector<DisplayRow>>([&](Database& database) -> Result<std::vector<DisplayRow>> {
    auto mark = impl_->bookmark(what, after);
    Statement row = database.query(queries_of(what).page, std::string_view(name_key(mark.value_or(""))), int64_t{most},
                                   mark ? int64_t{0} : int64_t{after});
    std::vector<DisplayRow> all;
    for (;;) {
      NTA_TRY(bool there, row.step());
      if (!there) return all;
      uint32_t index = after + static_cast<uint32_t>(all.size()) + 1;
      all.push_back({index, Rid(row.u32(0)), row.u32(3), row.text(1), row.text(2), row.text(4)});
    }
  });
}

Result<uint32_t> AccountStore::display_index(Display what, std::string_view prefix) const {
  return impl_->read<uint32_t>([&](Database& database) -> Result<uint32_t> {
    const DisplayQueries& queries = queries_of(what);
    std::string key = name_key(prefix);
    NTA_TRY(int64_t first, database.number(0, queries.count_before, std::string_view(key)));
    NTA_TRY(int64_t all, database.number(0, queries.count));
    if (first >= all) return fail(Win32::no_more_items, "no name is '{}' or behind it", prefix);
    Statement row = database.query(queries.last_before, std::string_view(key));
    NTA_TRY(bool there, row.step());
    if (there)  // from there the list is about to be read
      impl_->lay_bookmark({what, static_cast<uint32_t>(first), row.text(0)});
    return static_cast<uint32_t>(first) + 1;
  });
}

}  // namespace nta::accounts
