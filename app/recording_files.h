// SPDX-License-Identifier: Apache-2.0
// Recordings named on the command line, one by one or by their folder, as something to transcribe.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "speech/transcriber.h"

namespace kolog::app {

/// The file itself, whatever it is called, or a folder's and its folders' recordings, by name.
Result<std::vector<std::filesystem::path>> recordings_in(const std::filesystem::path& input);

struct FoundRecordings {
  std::vector<std::filesystem::path> files;
  bool complete = true;  // false: standard error says what was not found
};

FoundRecordings find_recordings(const std::vector<std::string>& inputs);

/// Tells on standard error what is wrong with one of several.
void complain(const std::filesystem::path& what, const Error& error);

/// Nothing is known of the call: taken as one that came in, the caller on the first channel. Of a damaged
/// file what is intact is taken, and standard error says so. Language, progress and the rest are the caller's
/// to set.
Result<speech::TranscriptionRequest> request_for(const std::filesystem::path& recording);

/// `[2/7] name`; the name alone of one file.
std::string progress_label(const std::filesystem::path& file, std::size_t index, std::size_t count);

}  // namespace kolog::app
