// Select Graphic Rendition (CSI … m): parameters to a Style, and a Style to the sequence that sets it.
#pragma once

#include <string>

#include "session/terminal/cell.h"
#include "session/terminal/parser.h"

namespace nta::terminal {

void apply_graphic_rendition(const ControlSequence& sequence, Style& style);
void append_graphic_rendition(std::string& out, const Style& style);

}  // namespace nta::terminal
