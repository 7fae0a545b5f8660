// SPDX-License-Identifier: Apache-2.0
// Opens what an installation keeps: its database, brought up to date, its recordings, and the key that its
// secrets are sealed under.
#pragma once

#include <memory>

#include "app/settings.h"
#include "base/result.h"
#include "base/secret_box.h"
#include "database/database.h"
#include "objects/object_store.h"

namespace kolog::app {

Result<std::unique_ptr<database::Database>> open_database(const Settings& settings);

Result<std::unique_ptr<objects::ObjectStore>> open_objects(const Settings& settings);

/// The same for looking at alone: makes nothing. `not_found` where there is none.
Result<std::unique_ptr<objects::ObjectStore>> look_into_objects(const Settings& settings);

Result<SecretBox> open_secrets(const Settings& settings);

struct Storage {
  std::unique_ptr<database::Database> database;
  std::unique_ptr<objects::ObjectStore> objects;
  SecretBox secrets;
};

Result<Storage> open_storage(const Settings& settings);

}  // namespace kolog::app
