// SPDX-License-Identifier: Apache-2.0
#include "objects/disk_object_store.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>

#include "base/file_error.h"
#include "base/ids.h"

namespace kolog::objects {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporaryFolder = ".incoming";

bool is_plain_name(std::string_view key) {
  return !key.empty() && key.front() != '.' && std::all_of(key.begin(), key.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
  });
}

Timestamp modified_at(const struct stat& status) {
  const auto modified =
      std::chrono::seconds{status.st_mtim.tv_sec} +
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::nanoseconds{status.st_mtim.tv_nsec});
  return Timestamp{modified};
}

/// A rename lasts through a power cut only once the folder that holds the name is on the disk.
Result<void> sync_folder(const fs::path& folder) {
  const FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle || ::fsync(handle.descriptor()) != 0)
    return file_error(errno, "The recordings' folder cannot be synced");
  return {};
}

}  // namespace

Result<std::unique_ptr<DiskObjectStore>> DiskObjectStore::open(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder / kTemporaryFolder, error);
  if (error) return file_error(error.value(), "The folder " + folder.string() + " cannot be made");
  if (::access((folder / kTemporaryFolder).c_str(), W_OK | X_OK) != 0)
    return file_error(errno, "The folder " + folder.string() + " cannot be written to");
  // Recordings are nobody's business but ours on a shared machine.
  fs::permissions(folder, fs::perms::owner_all, error);
  // What a killed process left half-written belongs to nobody.
  for (const auto& entry : fs::directory_iterator(folder / kTemporaryFolder, error)) {
    const auto age = fs::file_time_type::clock::now() - entry.last_write_time(error);
    if (!error && age > std::chrono::hours{1}) fs::remove(entry.path(), error);
  }
  return std::unique_ptr<DiskObjectStore>(new DiskObjectStore(folder));
}

Result<std::unique_ptr<DiskObjectStore>> DiskObjectStore::open_existing(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error))
    return failure(ErrorCode::not_found, "There is no folder " + folder.string());
  return std::unique_ptr<DiskObjectStore>(new DiskObjectStore(folder));
}

Result<fs::path> DiskObjectStore::path_of(std::string_view key) const {
  if (!is_plain_name(key)) return failure(ErrorCode::internal, "Not a name for an object", std::string(key));
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
    if (!file || ::fsync(file.descriptor()) != 0) return file_error(errno, "A recording cannot be written");
  }
  if (::rename(path.c_str(), target->c_str()) != 0)
    return file_error(errno, "A recording cannot be moved into place");
  return sync_folder(folder_);
}

Result<std::optional<OpenObject>> DiskObjectStore::open(std::string_view key) {
  const auto path = path_of(key);
  if (!path) return path.error();
  auto handle = std::make_shared<FileHandle>(::open(path->c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!*handle) {
    if (errno == ENOENT) return std::optional<OpenObject>{};
    return file_error(errno, "A recording cannot be opened");
  }
  struct stat status {};
  if (::fstat(handle->descriptor(), &status) != 0) return file_error(errno, "A recording cannot be read");
  return OpenObject{std::move(handle), static_cast<std::uint64_t>(status.st_size), modified_at(status)};
}

Result<void> DiskObjectStore::remove(std::string_view key) {
  const auto path = path_of(key);
  if (!path) return path.error();
  if (::unlink(path->c_str()) != 0 && errno != ENOENT)
    return file_error(errno, "A recording cannot be deleted");
  return {};
}

Result<std::vector<ObjectEntry>> DiskObjectStore::list() {
  std::vector<ObjectEntry> entries;
  std::error_code error;
  for (auto entry = fs::directory_iterator(folder_, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    auto name = entry->path().filename().string();
    struct stat status {};
    // Gone since it was named, or none of ours: a link, a folder, a person's own file.
    if (!is_plain_name(name) || ::lstat(entry->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode))
      continue;
    entries.push_back({std::move(name), static_cast<std::uint64_t>(status.st_size), modified_at(status)});
  }
  if (error) return file_error(error.value(), "The folder " + folder_.string() + " cannot be read");
  return entries;
}

Result<std::optional<std::uint64_t>> DiskObjectStore::free_bytes() {
  struct statvfs status {};
  if (::statvfs(folder_.c_str(), &status) != 0)
    return file_error(errno, "The folder " + folder_.string() + " cannot be looked at");
  return std::optional<std::uint64_t>(static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize);
}

Result<void> DiskObjectStore::check_writable() {
  const auto where = folder_ / kTemporaryFolder;
  if (::access(folder_.c_str(), W_OK | X_OK) != 0 || ::access(where.c_str(), W_OK | X_OK) != 0)
    return file_error(errno, "The folder " + folder_.string() + " cannot be written to");
  const auto free = free_bytes();
  if (!free) return free.error();
  if (**free == 0) return file_error(ENOSPC, {});
  return {};
}

}  // namespace kolog::objects
