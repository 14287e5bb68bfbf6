// "did you mean": the known word nearest to what was typed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nta::tools {

/** Letters to add, drop or change to get from one word to the other, without regard to ASCII case. */
size_t edit_distance(std::string_view a, std::string_view b);

/** "; did you mean 'mode'?" for the nearest word of `known`, or nothing when none is near. */
std::string did_you_mean(std::string_view typed, const std::vector<std::string>& known);

}  // namespace nta::tools
