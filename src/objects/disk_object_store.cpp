// SPDX-License-Identifier: Apache-2.0
#include "objects/disk_object_store.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "base/ids.h"

namespace kolog::objects {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporaryFolder = ".incoming";

Error system_failure(std::string message, int number) {
  const auto detail = std::generic_category().message(number);
  if (number == ENOSPC || number == EDQUOT)
    return failure(ErrorCode::storage_full, "The disk for recordings is full", detail);
  return failure(ErrorCode::internal, std::move(message), detail);
}

/// A rename lasts through a power cut only once the folder that holds the name is on the disk.
Result<void> sync_folder(const fs::path& folder) {
  const FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle || ::fsync(handle.descriptor()) != 0)
    return system_failure("The recordings' folder cannot be synced", errno);
  return {};
}

}  // namespace

Result<std::unique_ptr<DiskObjectStore>> DiskObjectStore::open(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder / kTemporaryFolder, error);
  if (error) return system_failure("The folder " + folder.string() + " cannot be made", error.value());
  if (::access((folder / kTemporaryFolder).c_str(), W_OK | X_OK) != 0)
    return system_failure("The folder " + folder.string() + " cannot be written to", errno);
  // Recordings are nobody's business but ours on a shared machine.
  fs::permissions(folder, fs::perms::owner_all, error);
  // What a killed process left half-written belongs to nobody.
  for (const auto& entry : fs::directory_iterator(folder / kTemporaryFolder, error)) {
    const auto age = fs::file_time_type::clock::now() - entry.last_write_time(error);
    if (!error && age > std::chrono::hours{1}) fs::remove(entry.path(), error);
  }
  return std::unique_ptr<DiskObjectStore>(new DiskObjectStore(folder));
}

Result<fs::path> DiskObjectStore::path_of(std::string_view key) const {
  const bool plain =
      !key.empty() && key.front() != '.' && std::all_of(key.begin(), key.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
      });
  if (!plain) return failure(ErrorCode::internal, "Not a name for an object", std::string(key));
  return folder_ / key;
}

Result<fs::path> DiskObjectStore::temporary_path() {
  return folder_ / kTemporaryFolder / new_id("in_");
}

Result<void> DiskObjectStore::put(std::string_view key, const fs::path& path) {
  const auto target = path_of(key);
  if (!target) return target.error();
  {
    const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file || ::fsync(file.descriptor()) != 0)
      return system_failure("A recording cannot be written", errno);
  }
  if (::rename(path.c_str(), target->c_str()) != 0)
    return system_failure("A recording cannot be moved into place", errno);
  return sync_folder(folder_);
}

Result<std::optional<OpenObject>> DiskObjectStore::open(std::string_view key) {
  const auto path = path_of(key);
  if (!path) return path.error();
  auto handle = std::make_shared<FileHandle>(::open(path->c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!*handle) {
    if (errno == ENOENT) return std::optional<OpenObject>{};
    return system_failure("A recording cannot be opened", errno);
  }
  struct stat status {};
  if (::fstat(handle->descriptor(), &status) != 0) return system_failure("A recording cannot be read", errno);
  const auto modified =
      std::chrono::seconds{status.st_mtim.tv_sec} +
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::nanoseconds{status.st_mtim.tv_nsec});
  return OpenObject{std::move(handle), static_cast<std::uint64_t>(status.st_size), Timestamp{modified}};
}

Result<void> DiskObjectStore::remove(std::string_view key) {
  const auto path = path_of(key);
  if (!path) return path.error();
  if (::unlink(path->c_str()) != 0 && errno != ENOENT)
    return system_failure("A recording cannot be deleted", errno);
  return {};
}

}  // namespace kolog::objects
