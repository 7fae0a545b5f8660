// SPDX-License-Identifier: Apache-2.0
#include "twilio/download_file.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include "base/file_error.h"

namespace kolog::twilio {
namespace {

Error write_error(int number, const std::filesystem::path& path) {
  return file_error(number, "The recording could not be written", path.string());
}

}  // namespace

DownloadFile::DownloadFile(std::filesystem::path path, FileHandle handle, std::uint64_t maximum_bytes)
    : path_(std::move(path)), handle_(std::move(handle)), maximum_bytes_(maximum_bytes) {}

DownloadFile::DownloadFile(DownloadFile&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      handle_(std::move(other.handle_)),
      maximum_bytes_(other.maximum_bytes_),
      bytes_(other.bytes_),
      error_(std::move(other.error_)) {}

DownloadFile::~DownloadFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Result<DownloadFile> DownloadFile::create(const std::filesystem::path& path, std::uint64_t maximum_bytes) {
  FileHandle handle(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!handle) return write_error(errno, path);
  return DownloadFile(path, std::move(handle), maximum_bytes);
}

bool DownloadFile::append(std::string_view piece) {
  if (error_) return false;
  if (piece.size() > maximum_bytes_ - bytes_) {
    error_ = failure(ErrorCode::payload_too_large, "The recording is larger than the settings allow",
                     "more than " + std::to_string(maximum_bytes_) + " bytes");
    return false;
  }
  while (!piece.empty()) {
    const auto written = ::write(handle_.descriptor(), piece.data(), piece.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      error_ = write_error(errno, path_);
      return false;
    }
    piece.remove_prefix(static_cast<std::size_t>(written));
    bytes_ += static_cast<std::uint64_t>(written);
  }
  return true;
}

Result<void> DownloadFile::status() const {
  if (error_) return *error_;
  return {};
}

Result<void> DownloadFile::keep() {
  // Some file systems tell only now that the disk is full.
  FileHandle handle = std::move(handle_);
  if (::fsync(handle.descriptor()) != 0) return write_error(errno, path_);
  path_.clear();
  return {};
}

}  // namespace kolog::twilio
