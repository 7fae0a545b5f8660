// SPDX-License-Identifier: Apache-2.0
// Tells the page how far a stage of a call is, through the database, since the page may be another process's.
// One run's; its calls may come from several threads, one at a time.
#pragma once

#include "domain/call.h"
#include "jobs/worker.h"
#include "workflow/stages.h"

namespace kolog::workflow {

class ProgressReport {
 public:
  /// Begins at 0 %.
  ProgressReport(const StageContext& context, const jobs::JobRun& run, domain::Stage stage);
  /// However the run ends, nothing is under way any more. What another run of the job says by now stays.
  ~ProgressReport();
  ProgressReport(const ProgressReport&) = delete;
  ProgressReport& operator=(const ProgressReport&) = delete;

  /// 0 to 1. Written once for each whole percent, which keeps the writes of a run to a hundred, however long
  /// the call and however many the windows.
  void tell(double fraction);

 private:
  void write(int percent);

  const StageContext& context_;
  const jobs::JobRun& run_;
  const domain::Stage stage_;
  int percent_ = -1;
};

}  // namespace kolog::workflow
