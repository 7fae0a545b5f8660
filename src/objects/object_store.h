// SPDX-License-Identifier: Apache-2.0
// Where audio bytes live: named objects that appear whole or not at all. Implementations may be called from
// any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/file_handle.h"
#include "base/result.h"

namespace kolog::objects {

/// An object opened for reading. It stays readable to its holder even if it is removed meanwhile.
struct OpenObject {
  std::shared_ptr<const FileHandle> file;
  std::uint64_t size = 0;  // bytes
  Timestamp modified_at{};
};

/// An object as it stands in the list.
struct ObjectEntry {
  std::string key;
  std::uint64_t size = 0;  // bytes
  Timestamp modified_at{};
};

class ObjectStore {
 public:
  virtual ~ObjectStore() = default;

  /// A fresh path on the same file system, for writing what `put` will take over.
  virtual Result<std::filesystem::path> temporary_path() = 0;

  /// Moves the file at `path` into the store under `key`, durably and at once: readers see the old object or
  /// the new one.
  virtual Result<void> put(std::string_view key, const std::filesystem::path& path) = 0;

  /// None if there is no such object.
  virtual Result<std::optional<OpenObject>> open(std::string_view key) = 0;

  /// Removing what is not there is no error.
  virtual Result<void> remove(std::string_view key) = 0;

  /// Every object, in no order; none that is being written.
  virtual Result<std::vector<ObjectEntry>> list() = 0;

  /// How many bytes more it can take; none where it has no such limit.
  virtual Result<std::optional<std::uint64_t>> free_bytes() = 0;

  /// An error where nothing can be put into it at the moment: `storage_full`, or `internal` with what is
  /// wrong.
  virtual Result<void> check_writable() = 0;
};

}  // namespace kolog::objects
