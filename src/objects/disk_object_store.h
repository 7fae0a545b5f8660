// SPDX-License-Identifier: Apache-2.0
// Objects as files in one folder. An object appears by rename(2) after its bytes are on the disk.
#pragma once

#include "objects/object_store.h"

namespace kolog::objects {

class DiskObjectStore final : public ObjectStore {
 public:
  /// Makes the folder if it is missing; `storage_full` or `internal` if it cannot be written to.
  static Result<std::unique_ptr<DiskObjectStore>> open(const std::filesystem::path& folder);

  /// The folder as it is, for looking at: makes and cleans nothing. `not_found` if there is none.
  static Result<std::unique_ptr<DiskObjectStore>> open_existing(const std::filesystem::path& folder);

  Result<std::filesystem::path> temporary_path() override;
  Result<void> put(std::string_view key, const std::filesystem::path& path) override;
  Result<std::optional<OpenObject>> open(std::string_view key) override;
  Result<void> remove(std::string_view key) override;
  Result<std::vector<ObjectEntry>> list() override;
  Result<std::optional<std::uint64_t>> free_bytes() override;
  Result<void> check_writable() override;

 private:
  explicit DiskObjectStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Result<std::filesystem::path> path_of(std::string_view key) const;

  const std::filesystem::path folder_;
};

}  // namespace kolog::objects
