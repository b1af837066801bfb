#pragma once

namespace stayd {

/// Aborts the program in every build when `condition` is false: a broken promise of our own code. A
/// restart is safe, for what is on disk is always the state before or after one input.
void invariant(bool condition, const char* text);

}  // namespace stayd
