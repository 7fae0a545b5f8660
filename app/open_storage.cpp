// SPDX-License-Identifier: Apache-2.0
#include "app/open_storage.h"

#include <string_view>
#include <sys/stat.h>

#include "objects/disk_object_store.h"

namespace kolog::app {

Result<std::unique_ptr<database::Database>> open_database(const Settings& settings) {
  // What was said in calls is nobody else's business on a shared machine: SQLite makes its files as the mask
  // says.
  ::umask(S_IRWXG | S_IRWXO);
  auto opened = database::Database::open({.url = settings.database_url});
  if (!opened) return opened.error();
  if (auto migrated = (*opened)->migrate(); !migrated) return migrated.error();
  return opened;
}

namespace {

std::filesystem::path recordings_folder(const Settings& settings) {
  constexpr std::string_view kPrefix = "file:";
  return settings.storage_url.substr(kPrefix.size());
}

}  // namespace

Result<std::unique_ptr<objects::ObjectStore>> look_into_objects(const Settings& settings) {
  auto opened = objects::DiskObjectStore::open_existing(recordings_folder(settings));
  if (!opened) return opened.error();
  return std::unique_ptr<objects::ObjectStore>(std::move(*opened));
}

Result<std::unique_ptr<objects::ObjectStore>> open_objects(const Settings& settings) {
  auto opened = objects::DiskObjectStore::open(recordings_folder(settings));
  if (!opened) return opened.error();
  return std::unique_ptr<objects::ObjectStore>(std::move(*opened));
}

Result<SecretBox> open_secrets(const Settings& settings) {
  return SecretBox::open(settings.secret_key_file);
}

Result<Storage> open_storage(const Settings& settings) {
  auto database = open_database(settings);
  if (!database) return database.error();
  auto objects = open_objects(settings);
  if (!objects) return objects.error();
  auto secrets = open_secrets(settings);
  if (!secrets) return secrets.error();
  return Storage{*std::move(database), *std::move(objects), *std::move(secrets)};
}

}  // namespace kolog::app
