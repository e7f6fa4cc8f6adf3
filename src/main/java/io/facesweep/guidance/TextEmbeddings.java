package io.facesweep.guidance;

import io.facesweep.diffusion.ClipTextModel;
import io.facesweep.diffusion.ClipTokenizer;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Embeddings of prompts, each text encoded once and kept until this is closed or many others were
 * asked for since. Safe for several threads.
 */
public final class TextEmbeddings implements AutoCloseable {
  /** Texts that are kept: 240 MB with the width of Stable Diffusion 1.x in float32. */
  static final int MAX_KEPT = 1024;

  private static final float LOAD = 0.75f;

  private final ClipTokenizer tokenizer;
  private final ClipTextModel textEncoder;
  private final TensorOwner owner = new TensorOwner();

  /** The one that was not asked for longest comes first. */
  private final Map<String, Tensor> known = new LinkedHashMap<>(16, LOAD, true);

  public TextEmbeddings(ClipTokenizer tokenizer, ClipTextModel textEncoder) {
    this.tokenizer = tokenizer;
    this.textEncoder = textEncoder;
  }

  /**
   * Encodes texts, whether or not that was done before; gradients reach the encoder's weights.
   *
   * @param texts N prompts; a text beyond 77 tokens is truncated with a warning
   * @return [N, 77, C], in the caller's scope
   */
  public static Tensor encode(
      ClipTokenizer tokenizer, ClipTextModel textEncoder, List<String> texts) {
    return encode(tokenizer, textEncoder, tokens(tokenizer, texts));
  }

  /** Returns the tokens of texts, one after the other, 77 a text. */
  public static int[] tokens(ClipTokenizer tokenizer, List<String> texts) {
    int length = tokenizer.contextLength();
    int[] ids = new int[texts.size() * length];
    for (int i = 0; i < texts.size(); i++) {
      System.arraycopy(tokenizer.encode(texts.get(i)), 0, ids, i * length, length);
    }
    return ids;
  }

  /** Encodes texts by their tokens, as {@link #encode(ClipTokenizer, ClipTextModel, List)} does. */
  public static Tensor encode(ClipTokenizer tokenizer, ClipTextModel textEncoder, int[] tokens) {
    int length = tokenizer.contextLength();
    return TensorScope.compute(
        () -> textEncoder.forward(Tensor.of(tokens, tokens.length / length, length)));
  }

  /** Returns the embeddings of one text, [1, 77, C], in the caller's scope. */
  public Tensor of(String text) {
    return of(List.of(text));
  }

  /**
   * Returns embeddings of texts.
   *
   * @param texts N prompts; a text beyond 77 tokens is truncated with a warning
   * @return [N, 77, C], in the caller's scope
   */
  public synchronized Tensor of(List<String> texts) {
    Tensor found =
        TensorScope.compute(() -> Tensor.cat(0, texts.stream().map(this::embedding).toList()));
    Iterator<Tensor> oldest = known.values().iterator();
    while (known.size() > MAX_KEPT) {
      owner.free(oldest.next());
      oldest.remove();
    }
    return found;
  }

  /** [1, 77, C], of this object. */
  private Tensor embedding(String text) {
    Tensor found = known.get(text);
    if (found == null) {
      try (GradMode off = GradMode.disabled();
          TensorScope scope = TensorScope.open()) {
        found = owner.adopt(encode(tokenizer, textEncoder, List.of(text)));
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
