// SPDX-License-Identifier: Apache-2.0
#include "workflow/progress_report.h"

#include <algorithm>
#include <cmath>

#include "base/log.h"
#include "store/progress_store.h"

namespace kolog::workflow {

using database::Session;

ProgressReport::ProgressReport(const StageContext& context, const jobs::JobRun& run, domain::Stage stage)
    : context_(context), run_(run), stage_(stage) {
  write(0);
}

ProgressReport::~ProgressReport() {
  const auto cleared = context_.database.transact([&](Session& session) -> Result<void> {
    if (run_.is_held(session)) store::ProgressStore(session).clear(run_.job.subject);
    return {};
  });
  if (!cleared) {
    log::warning("OFFLINE_STT", "the progress was not cleared",
                 {{"call_sid", run_.job.subject}, {"error", log::describe(cleared.error())}});
  }
}

void ProgressReport::tell(double fraction) {
  if (std::isfinite(fraction)) write(static_cast<int>(std::floor(std::clamp(fraction, 0.0, 1.0) * 100)));
}

void ProgressReport::write(int percent) {
  if (percent <= percent_) return;
  percent_ = percent;
  const auto written = context_.database.transact([&](Session& session) -> Result<void> {
    if (run_.is_held(session)) store::ProgressStore(session).save(run_.job.subject, {stage_, percent});
    return {};
  });
  if (!written) {
    log::warning("OFFLINE_STT", "the progress was not written",
                 {{"call_sid", run_.job.subject}, {"error", log::describe(written.error())}});
  }
}

}  // namespace kolog::workflow
