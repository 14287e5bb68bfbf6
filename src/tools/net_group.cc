// ntadmin net group, net localgroup: groups and who is in them.
#include <array>

#include "api/netapi32/group_tables.h"
#include "base/utf16.h"
#include "tools/commands.h"
#include "tools/net_group_members.h"
#include "tools/net_support.h"

namespace nta::tools {
namespace {

constexpr Option add_option{"add", "", "add the group, or these members to it"};
constexpr Option delete_option{"delete", "", "delete the group, or take these members out of it"};
constexpr Option comment_option{"comment", "TEXT", "what the group is for"};
constexpr std::array options = {add_option,    delete_option, comment_option, domain_option,
                                server_option, fleet_option,  json_option};

// The structures of both kinds have the same members: names and comments, a member's name alone.
using Groups = NetList<GROUP_INFO_1>;
using Members = NetList<GROUP_USERS_INFO_0>;

/** What differs between the two kinds. */
struct Kind {
  std::string_view noun;
  std::string_view heading;
  DWORD member_level;
  const describe::Type& member_type;
  decltype(&NetGroupEnum) list;
  decltype(&NetGroupGetInfo) get;
  decltype(&NetGroupSetInfo) set;
  decltype(&NetGroupAdd) add;
  decltype(&NetGroupDel) remove;
  decltype(&NetGroupGetUsers) members;
  decltype(&change_group_members) change_members;
};

constexpr Kind global_groups{"group",
                             "Group Accounts",
                             0,
                             describe::type_of<GROUP_USERS_INFO_0>,
                             NetGroupEnum,
                             NetGroupGetInfo,
                             NetGroupSetInfo,
                             NetGroupAdd,
                             NetGroupDel,
                             NetGroupGetUsers,
                             change_group_members};
constexpr Kind local_groups{"local group",
                            "Aliases",
                            3,
                            describe::type_of<LOCALGROUP_MEMBERS_INFO_3>,
                            NetLocalGroupEnum,
                            NetLocalGroupGetInfo,
                            NetLocalGroupSetInfo,
                            NetLocalGroupAdd,
                            NetLocalGroupDel,
                            NetLocalGroupGetMembers,
                            change_local_group_members};

constexpr std::array group_columns = {Column{"name", "Group name", Side::left, 1, 0},
                                      Column{"comment", "Comment", Side::left, 34, 0}};

Result<void> list(const Kind& kind, NetServer& server, bool json) {
  Groups groups;
  auto read = [&](LPBYTE* rows, DWORD* count, DWORD* total, DWORD_PTR* position) {
    return kind.list(server.name(), 1, rows, MAX_PREFERRED_LENGTH, count, total, position);
  };
  NTA_CHECK(net_done(Groups::read<DWORD_PTR>(read, groups), "cannot list {}s of {}", kind.noun, server.place()));
  if (json || collected_rows()) return print_table(group_columns, groups.rows(), json);
  std::string text = fmt::format("{} for {}\n\n{:-<79}\n", kind.heading, server.place(), "");
  for (const auto& group : groups.rows()) text += "*" + text_of(group.grpi1_name) + "\n";
  return print(text);
}

/** One group that the command line names. */
class Group {
 public:
  Group(const Kind& kind, NetServer& server, const std::string& name)
      : kind_(kind), server_(server), name_(to_utf16(name)) {}

  Result<void> show(bool json) {
    NetInfo<GROUP_INFO_1> info;
    NTA_CHECK(done(kind_.get(server_.name(), name_.data(), 1, info.out()), "show"));
    Members members;
    auto read = [&](LPBYTE* rows, DWORD* count, DWORD* total, DWORD_PTR* position) {
      return kind_.members(server_.name(), name_.data(), kind_.member_level, rows, MAX_PREFERRED_LENGTH, count, total,
                           position);
    };
    NTA_CHECK(done(Members::read<DWORD_PTR>(read, members), "list the members of"));
    if (json || collected_rows()) return print_members(members, json);
    std::string text = fmt::format("Group name  {}\nComment     {}\n\nMembers\n\n{:-<79}\n", text_of(info->grpi1_name),
                                   text_of(info->grpi1_comment), "");
    for (const auto& member : members.rows()) text += text_of(member.grui0_name) + "\n";
    return print(text);
  }

  Result<void> add(const std::string& comment) {
    std::u16string text = to_utf16(comment);
    GROUP_INFO_1 group{.grpi1_name = name_.data(), .grpi1_comment = text.data()};
    DWORD parm_err = 0;
    return done(kind_.add(server_.name(), 1, reinterpret_cast<LPBYTE>(&group), &parm_err), "add");
  }

  Result<void> remove() { return done(kind_.remove(server_.name(), name_.data()), "delete"); }

  Result<void> set_comment(const std::string& comment) {
    std::u16string text = to_utf16(comment);
    GROUP_INFO_1002 info{.grpi1002_comment = text.data()};
    DWORD parm_err = 0;
    return done(
        kind_.set(server_.name(), name_.data(), GROUP_COMMENT_INFOLEVEL, reinterpret_cast<LPBYTE>(&info), &parm_err),
        "change");
  }

 private:
  Result<void> print_members(const Members& members, bool json) {
    CollectedRows printed{.heading = " Member\n"};
    for (const auto& member : members.rows()) {
      printed.lines.push_back(" " + text_of(member.grui0_name) + "\n");
      describe::append_json(kind_.member_type, &member, printed.objects.emplace_back());
    }
    return print_collected(std::move(printed), json);
  }
  Result<void> done(NET_API_STATUS status, std::string_view verb) {
    return net_done(status, "cannot {} {} '{}' of {}", verb, kind_.noun, to_utf8(name_), server_.place());
  }

  const Kind& kind_;
  NetServer& server_;
  std::u16string name_;
};

bool changes(const Arguments& arguments) {
  return arguments.has_other_than({server_option, domain_option, fleet_option, json_option});
}

Result<void> run_groups(const Kind& kind, const Arguments& arguments) {
  NTA_TRY(NetServer server, NetServer::of_domain(arguments));
  auto words = other_operands(arguments);
  bool adds = arguments.has(add_option), deletes = arguments.has(delete_option);
  auto comment = arguments.value(comment_option);
  NTA_CHECK(arguments.at_most_one_of({add_option, delete_option}));
  NTA_CHECK(arguments.at_most_one_of({delete_option, comment_option}));
  if (words.empty() && (adds || deletes || comment)) return misuse("which {}? Give a name", kind.noun);
  if (words.empty()) return list(kind, server, arguments.has(json_option));
  Group group(kind, server, words.front());
  auto members = std::span(words).subspan(1);
  if (!members.empty() && adds == deletes) return misuse("'{}': say /add or /delete for members", members.front());
  if (!members.empty() && comment)
    return misuse("'--comment' is of a group, and '{}' a member; give one of them", members.front());
  if (!members.empty())
    return kind.change_members(server, words.front(), members, adds ? MemberChange::add : MemberChange::remove);
  if (adds) return group.add(comment.value_or(""));
  if (deletes) return group.remove();
  return comment ? group.set_comment(*comment) : group.show(arguments.has(json_option));
}

}  // namespace

const Command net_group_command = {
    .name = "net group",
    .alias = {},
    .what = "list, show, add, change or delete groups",
    .operands = {"[\\\\server] [name [user ...]]", 0, 64},
    .options = options,
    .notes = "With users, --add and --delete are about them, not about the group.\n",
    .run = [](const Arguments& arguments) { return run_groups(global_groups, arguments); },
    .changes = changes,
};

const Command net_localgroup_command = {
    .name = "net localgroup",
    .alias = {},
    .what = "list, show, add, change or delete local groups",
    .operands = {"[\\\\server] [name [member ...]]", 0, 64},
    .options = options,
    .notes =
        "With members, --add and --delete are about them, not about the group. A member is a name, DOMAIN\\name or a "
        "SID.\n",
    .run = [](const Arguments& arguments) { return run_groups(local_groups, arguments); },
    .changes = changes,
};

}  // namespace nta::tools
