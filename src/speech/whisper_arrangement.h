// SPDX-License-Identifier: Apache-2.0
// How many windows a machine works on at once with a model, and with how many threads each. It depends on the
// model's width, on the processor and on its memory, so it is measured: once for each model and number of
// threads, and remembered in a file. Any thread.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "speech/model_handling.h"
#include "speech/whisper_model.h"

namespace kolog::speech {

struct Arrangement {
  int lanes = 1;
  int threads = 1;  // of each lane

  bool operator==(const Arrangement&) const = default;
};

/// The fastest of those that use `threads` threads in all and fit into memory; the one with the fewest lanes
/// where two are as good. Takes seconds for a large model, unless `remembered` (a file; may be empty) has it.
Result<Arrangement> measured_arrangement(whisper_context& model, const std::string& model_name, int threads,
                                         const std::filesystem::path& remembered);

}  // namespace kolog::speech
