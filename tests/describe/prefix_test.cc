// Which structures begin as another does.
#include "describe/prefix.h"

#include <gtest/gtest.h>

#include "describe/natural.h"

namespace nta::describe {
namespace {

struct Whole {
  uint32_t id;
  const char16_t* name;
  uint32_t size;
  static constexpr auto described() { return NTA_FIELDS(Whole, id, name, size); }
};
struct Beginning {
  uint32_t id;
  const char16_t* name;
  static constexpr auto described() { return NTA_FIELDS(Beginning, id, name); }
};
struct OtherOrder {
  const char16_t* name;
  uint32_t id;
  static constexpr auto described() { return NTA_FIELDS(OtherOrder, name, id); }
};
struct OtherName {
  uint32_t number;
  static constexpr auto described() { return NTA_FIELDS(OtherName, number); }
};

TEST(Prefix, HasTheFirstMembersInTheirPlacesUnderTheirNames) {
  EXPECT_TRUE((PrefixOf<Beginning, Whole>));
  EXPECT_FALSE((PrefixOf<OtherOrder, Whole>));
  EXPECT_FALSE((PrefixOf<OtherName, Whole>));
  EXPECT_FALSE((PrefixOf<Whole, Beginning>));
  EXPECT_FALSE((PrefixOf<Whole, Whole>)) << "a structure is no part of itself";
}

TEST(Prefix, IsFilledFromTheWhole) {
  auto part = prefix_of<Beginning>(Whole{7, u"seven", 49});
  EXPECT_EQ(part.id, 7u);
  EXPECT_EQ(std::u16string_view(part.name), u"seven");
}

}  // namespace
}  // namespace nta::describe
