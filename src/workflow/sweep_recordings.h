// SPDX-License-Identifier: Apache-2.0
// Asks for the deletion of what is due, again and again: recordings whose days are over, what is left of
// deleted calls, logins that ran out. A deletion that was given up, or whose process died, is asked for
// again. Handler of `sweep:recordings`.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "objects/object_store.h"
#include "workflow/stages.h"

namespace kolog::workflow {

inline constexpr std::string_view kSweepSubject = "recordings";

class SweepRecordings {
 public:
  struct Settings {
    std::chrono::days retention{7};
    std::chrono::milliseconds interval{3'600'000};
    std::chrono::days webhook_log{30};
    int page = 500;                                   // calls in one transaction
    std::chrono::milliseconds copy_grace{3'600'000};  // a redacted copy may be in the making for so long
  };

  SweepRecordings(Settings settings, const StageContext& context, objects::ObjectStore& objects);

  Result<void> operator()(const jobs::JobRun& run) const;

 private:
  /// The next calls of which something is to be deleted, beyond the one named.
  using NextPage = std::function<std::vector<std::string>(database::Session&, const std::string& last)>;

  Result<long long> ask_page_by_page(const jobs::JobRun& run, std::string_view kind,
                                     const NextPage& next_page) const;
  Result<long long> ask_for_expired(const jobs::JobRun& run) const;
  Result<long long> ask_for_deleted(const jobs::JobRun& run) const;
  Result<long long> ask_for_strays(const jobs::JobRun& run) const;
  Result<void> remove_if_unused(const objects::ObjectEntry& copy) const;
  Result<void> clean(const jobs::JobRun& run) const;

  const Settings settings_;
  const StageContext& context_;
  objects::ObjectStore& objects_;
};

}  // namespace kolog::workflow
