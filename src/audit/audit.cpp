#include "dmc/audit/audit.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include <fmt/format.h>

#include "dmc/analysis/run_all.hpp"
#include "dmc/audit/question.hpp"

namespace dmc {
namespace {

/// What is asked about one claim.
struct Inquiry {
  const Claim* claim;
  std::vector<Question> questions;
};

/// Each run once, however many questions rest on it, in the order in which they are asked for.
std::vector<RunRequest> runs_needed(const std::vector<Inquiry>& inquiries) {
  std::vector<RunRequest> runs;
  std::map<std::string, bool> known;
  for (const Inquiry& inquiry : inquiries) {
    for (const Question& question : inquiry.questions) {
      for (const Item& item : question.items) {
        for (const RunRequest& run : item.runs) {
          if (known.emplace(command_of(run), true).second) {
            runs.push_back(run);
          }
        }
      }
    }
  }
  return runs;
}

std::string brief_of(std::span<const AuditFinding> findings) {
  const Decisive hinge = decisive(findings);
  if (hinge.finding == nullptr) {
    return {};
  }
  const std::string& reading = hinge.finding->reading;
  std::string text = (reading.empty() ? "" : reading + ": ") + hinge.finding->brief;
  if (hinge.corrected != nullptr) {
    text += "; corrected: " + hinge.corrected->brief;
  }
  return text;
}

/// The claim's own sentence where it explains the verdict, else what the verdict hangs on.
std::string why_of(const Claim& claim, AuditVerdict verdict,
                   std::span<const AuditFinding> findings) {
  if (verdict == claim.explained) {
    return std::string(claim.why);
  }
  const Decisive hinge = decisive(findings);
  return hinge.finding == nullptr
             ? std::string("Nothing was asked that decides it.")
             : fmt::format("Asked was {}: {}.", hinge.finding->question, hinge.finding->brief);
}

ClaimResult decide(const Inquiry& inquiry, const AuditEvidence& evidence) {
  ClaimResult result;
  result.claim = inquiry.claim;
  for (const Question& question : inquiry.questions) {
    result.findings.push_back(answer(question, evidence));
  }
  result.verdict = verdict_of(result.findings);
  result.brief = brief_of(result.findings);
  result.why = why_of(*inquiry.claim, result.verdict, result.findings);
  return result;
}

}  // namespace

AuditResult audit(const AuditRequest& request) {
  const auto started = std::chrono::steady_clock::now();
  std::vector<Inquiry> inquiries;
  for (const Claim* claim : request.claims) {
    inquiries.push_back({claim, claim->questions(request.effort)});
  }
  const std::vector<RunRequest> needed = runs_needed(inquiries);
  std::vector<RunResult> runs = run_all(needed, {request.threads, request.progress});
  AuditResult result;
  result.effort = request.effort;
  result.runs = runs.size();
  AuditEvidence evidence;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    result.accesses += runs[i].accesses;
    evidence.add(command_of(needed[i]), std::move(runs[i]));
  }
  for (const Inquiry& inquiry : inquiries) {
    result.claims.push_back(decide(inquiry, evidence));
  }
  result.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return result;
}

std::string_view to_string(Effort effort) {
  return effort == Effort::quick ? "quick" : "full";
}

}  // namespace dmc
