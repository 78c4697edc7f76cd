#pragma once

#include "dmc/tracefile/trace_format.hpp"

namespace dmc {

// One function a format, one file each; the table is in trace_formats.cpp.
[[nodiscard]] TraceFormat lackey_format();
[[nodiscard]] TraceFormat din_format();
[[nodiscard]] TraceFormat pinatrace_format();
[[nodiscard]] TraceFormat drmemtrace_format();
[[nodiscard]] TraceFormat champsim_format();
[[nodiscard]] TraceFormat gem5_format();
[[nodiscard]] TraceFormat oracle_general_format();
[[nodiscard]] TraceFormat msr_format();
[[nodiscard]] TraceFormat spc_format();
[[nodiscard]] TraceFormat alibaba_format();
[[nodiscard]] TraceFormat tencent_format();
[[nodiscard]] TraceFormat systor_format();
[[nodiscard]] TraceFormat blkparse_format();
[[nodiscard]] TraceFormat arc_format();
[[nodiscard]] TraceFormat twitter_format();
[[nodiscard]] TraceFormat meta_format();
[[nodiscard]] TraceFormat csv_format();

}  // namespace dmc
