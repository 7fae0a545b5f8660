// SPDX-License-Identifier: Apache-2.0
// Opens what an installation keeps: its database, brought up to date, and its recordings.
#pragma once

#include <memory>

#include "app/settings.h"
#include "base/result.h"
#include "database/database.h"
#include "objects/object_store.h"

namespace kolog::app {

Result<std::unique_ptr<database::Database>> open_database(const Settings& settings);

Result<std::unique_ptr<objects::ObjectStore>> open_objects(const Settings& settings);

}  // namespace kolog::app
