// UserParameters: the blob in which Windows and Samba keep settings of a user's account for terminal sessions, as named
// values ([MS-TSTS] 2.3.1 to 2.3.3). Whatever else is in it stays.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace nta::user_settings {

class UserParameters {
 public:
  /** Never fails: what is no list of values has none. Of a list that is cut short those count that are whole. */
  explicit UserParameters(ByteView blob);

  /** The blob; that of a well-formed one is what it was. */
  Bytes bytes() const;

  /** Null: there is no such value, or it is no number of up to 32 bits. */
  std::optional<uint32_t> number(std::u16string_view name) const;
  /** By the name, in ASCII, and by the name with a W behind, in UTF-16. Where these differ, the one without was set by
   * a program that does not know the other. */
  std::optional<std::u16string> text(std::u16string_view name) const;

  void set_number(std::u16string_view name, uint32_t value);
  void set_text(std::u16string_view name, std::u16string_view value);

 private:
  struct Property {
    std::u16string name;
    uint16_t type;
    Bytes value;  // as it stands there: hexadecimal
  };

  static Result<Property> read(ByteReader& in);
  const Property* find(std::u16string_view name) const;
  std::optional<Bytes> value(std::u16string_view name) const;
  void set(std::u16string_view name, ByteView value);

  Bytes original_;
  Bytes reserved_;  // in front of the list
  std::vector<Property> properties_;
  Bytes rest_;  // behind it
};

}  // namespace nta::user_settings
