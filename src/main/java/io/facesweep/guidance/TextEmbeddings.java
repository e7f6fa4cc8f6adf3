package io.facesweep.guidance;

import io.facesweep.diffusion.ClipTextModel;
import io.facesweep.diffusion.ClipTokenizer;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Embeddings of prompts, each text encoded once and kept until this is closed. Safe for several
 * threads.
 */
public final class TextEmbeddings implements AutoCloseable {
  private final ClipTokenizer tokenizer;
  private final ClipTextModel textEncoder;
  private final TensorOwner owner = new TensorOwner();
  private final Map<String, Tensor> known = new HashMap<>();

  public TextEmbeddings(ClipTokenizer tokenizer, ClipTextModel textEncoder) {
    this.tokenizer = tokenizer;
    this.textEncoder = textEncoder;
  }

  /** The same of one text, [1, 77, C]. */
  public Tensor of(String text) {
    return of(List.of(text));
  }

  /**
   * @param texts N prompts; a text beyond 77 tokens is truncated with a warning
   * @return [N, 77, C], in the caller's scope
   */
  public Tensor of(List<String> texts) {
    return TensorScope.compute(() -> Tensor.cat(0, texts.stream().map(this::embedding).toList()));
  }

  /** [1, 77, C], of this object. */
  private synchronized Tensor embedding(String text) {
    Tensor found = known.get(text);
    if (found == null) {
      try (GradMode off = GradMode.disabled();
          TensorScope scope = TensorScope.open()) {
        int[] ids = tokenizer.encode(text);
        found = owner.adopt(textEncoder.forward(Tensor.of(ids, 1, ids.length)));
      }
      known.put(text, found);
    }
    return found;
  }

  @Override
  public void close() {
    owner.close();
  }
}
