// SPDX-License-Identifier: Apache-2.0
// A file that is being downloaded into: it is removed again unless it is kept. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/file_handle.h"
#include "base/result.h"

namespace kolog::twilio {

class DownloadFile {
 public:
  /// What was at `path` is replaced. `maximum_bytes` is what the file may hold.
  static Result<DownloadFile> create(const std::filesystem::path& path, std::uint64_t maximum_bytes);

  DownloadFile(DownloadFile&& other) noexcept;
  DownloadFile& operator=(DownloadFile&&) = delete;
  ~DownloadFile();

  /// False once something went wrong; `status` says what.
  bool append(std::string_view piece);

  /// `storage_full`, `payload_too_large` or `internal` after a failed `append`.
  Result<void> status() const;

  std::uint64_t bytes() const { return bytes_; }

  /// Closes the file and leaves it where it is.
  Result<void> keep();

 private:
  DownloadFile(std::filesystem::path path, FileHandle handle, std::uint64_t maximum_bytes);

  std::filesystem::path path_;  // empty: nothing to remove
  FileHandle handle_;
  std::uint64_t maximum_bytes_ = 0;
  std::uint64_t bytes_ = 0;
  std::optional<Error> error_;
};

}  // namespace kolog::twilio
