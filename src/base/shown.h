// What a shared library of ours shows to the others.
#pragma once

#define NTA_SHOWN [[gnu::visibility("default")]]
