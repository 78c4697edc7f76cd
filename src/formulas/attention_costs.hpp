#pragma once

#include <vector>

#include "dmc/formulas/formula.hpp"

// What attention costs, part by part: of l rows of d elements, in h heads of v = d/h columns and p
// groups of q = h/p heads. Parts are stages of the kernels, and include what a stage reads for the
// first time that others have left behind. They hold to a few parts in a thousand from some dozen
// rows on, whichever sizes grow.
namespace dmc {

/// Whether the scores are masked by an l×l array that all heads share.
enum class Mask : bool { none, shared };

[[nodiscard]] Expression one_projection();         ///< an l×d input times d×v weights
[[nodiscard]] Expression scores(Mask mask);        ///< of one head: q times k
[[nodiscard]] Expression score_passes(Mask mask);  ///< softmax, and the first read after it
[[nodiscard]] Expression weighted_sum();           ///< of one head: scores times v

/// Keys, values and queries when they are first read, and read again by further heads of a group.
[[nodiscard]] Expression first_reads_of_head();
[[nodiscard]] Expression first_reads_of_layer();

/// The inputs Q, K and V when further groups and heads read them again.
[[nodiscard]] Expression repeated_inputs();
/// The product with W0, of heads that lie far back.
[[nodiscard]] Expression output_projection();

/// The symbols that the parts are written in, v and q.
[[nodiscard]] std::vector<Definition> of_heads();
[[nodiscard]] std::vector<Definition> of_groups();

/// An attention in a layer of a transformer, whose three inputs are the same array.
[[nodiscard]] Expression self_attention(Mask mask);

}  // namespace dmc
