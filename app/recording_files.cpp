// SPDX-License-Identifier: Apache-2.0
#include "app/recording_files.h"

#include <algorithm>
#include <cctype>
#include <iostream>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "audio/decode.h"

namespace kolog::app {
namespace {

namespace fs = std::filesystem;

/// Of a folder's files those are taken; a file that is named itself may be called anything.
constexpr std::string_view kExtensions[] = {".wav", ".mp3", ".flac", ".ogg",  ".opus", ".oga",
                                            ".m4a", ".mp4", ".amr",  ".webm", ".mka"};

bool looks_like_a_recording(const fs::path& path) {
  auto extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::find(std::begin(kExtensions), std::end(kExtensions), extension) != std::end(kExtensions);
}

}  // namespace

Result<std::vector<fs::path>> recordings_in(const fs::path& input) {
  std::error_code error;
  if (!fs::is_directory(input, error)) return std::vector<fs::path>{input};
  std::vector<fs::path> files;
  for (auto entry = fs::recursive_directory_iterator(input, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->is_regular_file(error) && looks_like_a_recording(entry->path()))
      files.push_back(entry->path());
  }
  if (error) return failure(ErrorCode::internal, "The folder cannot be read: " + error.message());
  if (files.empty()) return failure(ErrorCode::not_found, "There is no recording in this folder.");
  std::sort(files.begin(), files.end());
  return files;
}

FoundRecordings find_recordings(const std::vector<std::string>& inputs) {
  FoundRecordings found;
  for (const auto& input : inputs) {
    const auto files = recordings_in(input);
    if (!files) {
      complain(input, files.error());
      found.complete = false;
    } else {
      found.files.insert(found.files.end(), files->begin(), files->end());
    }
  }
  return found;
}

void complain(const fs::path& what, const Error& error) {
  std::cerr << "kolog: " << what.string() << ": " << error.public_message;
  if (!error.detail.empty()) std::cerr << " (" << error.detail << ")";
  std::cerr << "\n";
}

Result<speech::TranscriptionRequest> request_for(const fs::path& recording) {
  auto clip = audio::decode_at(recording, audio::kSpeechRate, {}, audio::Damaged::salvaged);
  if (!clip) return clip.error();
  if (clip->damage) {
    std::cerr << "kolog: " << recording.string() << " is damaged: " << audio::in_words(*clip->damage) << "\n";
  }
  speech::TranscriptionRequest request;
  const auto channels = static_cast<int>(clip->channels.size());
  for (int channel = 0; channel < channels; ++channel) {
    request.speakers.push_back(domain::speaker_of_channel(domain::Direction::inbound, {}, channel, channels));
  }
  request.clip = std::move(*clip);
  return request;
}

std::string progress_label(const fs::path& file, std::size_t index, std::size_t count) {
  const auto name = file.filename().string();
  return count > 1 ? fmt::format("[{}/{}] {}", index + 1, count, name) : name;
}

}  // namespace kolog::app
