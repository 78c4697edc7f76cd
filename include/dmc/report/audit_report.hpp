#pragma once

#include <string>

#include "dmc/audit/audit.hpp"
#include "dmc/report/document.hpp"

namespace dmc {

enum class AuditDetail : bool {
  verdicts,  ///< a row a claim
  evidence,  ///< every question with its rule, its numbers and the commands that give them
};

/// An audit as a document; its JSON has the schema "dmc.audit/1" and is complete whatever the
/// detail, which is for people.
[[nodiscard]] Document audit_document(const AuditResult& result, AuditDetail detail);

/// What prints the evidence for one claim: "dmc audit thm3.10 --quick".
[[nodiscard]] std::string audit_command(const ClaimResult& result, Effort effort);

/// The claims there are, as one section of a "dmc.list/1" document.
[[nodiscard]] Section claim_list();

}  // namespace dmc
