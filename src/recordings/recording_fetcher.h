// SPDX-License-Identifier: Apache-2.0
// Brings a call's recordings from Twilio and makes one file of them. For whoever has the right to fetch;
// blocks.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/result.h"
#include "database/database.h"
#include "domain/call.h"
#include "domain/recording.h"
#include "domain/redaction.h"
#include "objects/object_store.h"
#include "twilio/rest_client.h"

namespace kolog::recordings {

/// Copies a recording with a tone over the spans: the copy's content type.
using Beep = std::function<Result<std::string>(const std::filesystem::path& recording,
                                               const std::filesystem::path& into,
                                               const std::vector<domain::RedactedSpan>& spans)>;

struct Decoder {
  /// Decodes a whole file: what it is, or `unsupported_media`.
  std::function<Result<domain::RecordingProbe>(const std::filesystem::path&)> probe;
  /// Writes several recordings, one after another, into one file.
  std::function<Result<void>(const std::vector<std::filesystem::path>&, const std::filesystem::path&)> join;
  Beep beep = {};
};

/// Deletes a temporary file that was not moved into place.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::filesystem::path path) : path_(std::move(path)) {}
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A whole file that is not the call's yet.
struct FetchedFile {
  std::unique_ptr<TemporaryFile> file;
  domain::RecordingProbe probe;
};

class RecordingFetcher {
 public:
  /// What is referred to outlives this object.
  RecordingFetcher(database::Database& database, objects::ObjectStore& objects, twilio::RestClient& twilio,
                   Decoder decoder);

  /// `parts` in time order, one at least. What is here of several stays here while others fail.
  Result<FetchedFile> bring(const domain::Call& call, const std::vector<domain::Recording>& parts);

  /// Removes what waited for other parts.
  void remove_parts(const std::string& call_sid);

 private:
  Result<FetchedFile> bring_joined(const domain::Call& call, const std::vector<domain::Recording>& parts);
  Result<FetchedFile> bring_one(const domain::Call& call, const domain::Recording& recording);
  Result<std::optional<FetchedFile>> part_that_is_here(const std::string& call_sid,
                                                       const std::string& recording_sid);
  Result<void> download(const std::string& uri, const std::filesystem::path& path);

  database::Database& database_;
  objects::ObjectStore& objects_;
  twilio::RestClient& twilio_;
  const Decoder decoder_;
};

}  // namespace kolog::recordings
