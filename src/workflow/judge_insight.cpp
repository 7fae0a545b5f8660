// SPDX-License-Identifier: Apache-2.0
#include "workflow/judge_insight.h"

namespace kolog::workflow {

using domain::Certainty;

store::Extraction judged(const domain::Insight& insight, const domain::Thresholds& thresholds) {
  store::Extraction extraction;
  extraction.confidence = overall_confidence(insight);
  extraction.intent = insight.intent;
  extraction.urgency = insight.urgency;
  if (insight.service) {
    extraction.service_certainty = certainty(insight.service->confidence, thresholds);
    if (extraction.service_certainty != Certainty::empty) {
      extraction.service = insight.service->id;
      extraction.service_name = insight.service->name;
    }
  }
  if (insight.city) {
    extraction.city_certainty = certainty(insight.city->confidence, thresholds);
    if (extraction.city_certainty != Certainty::empty) extraction.city = insight.city->name;
  }
  return extraction;
}

}  // namespace kolog::workflow
