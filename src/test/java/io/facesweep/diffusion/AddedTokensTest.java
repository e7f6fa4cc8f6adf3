package io.facesweep.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsFile;
import io.facesweep.weights.SafetensorsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddedTokensTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/golden/sd15-like/textual-inversion");
  private static final TextEncoderConfig TEXT =
      TextEncoderConfig.of(
          JsonConfig.read(SnapshotCopy.original().resolve("text_encoder/config.json")));
  private static final int WIDTH = TEXT.hiddenSize();
  private static final int FIRST = TEXT.vocabularySize();
  private static final int END = 813;

  @TempDir Path directory;

  private EmbeddingFile file(String name, @Nullable String token, String tensor, long... shape) {
    int elements = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return file(name, token, Map.of(tensor, NamedArray.float32(new float[elements], shape)));
  }

  private EmbeddingFile file(String name, @Nullable String token, Map<String, NamedArray> arrays) {
    Path path = directory.resolve(name);
    SafetensorsWriter.write(path, arrays, Map.of());
    return new EmbeddingFile(path, token);
  }

  private EmbeddingFile named(String token) {
    return file("e%d.safetensors".formatted(token.hashCode()), token, "emb_params", 1, WIDTH);
  }

  private static ClipTokenizer tokenizer(EmbeddingFile... files) {
    return ClipTokenizer.open(SnapshotCopy.original().resolve("tokenizer"))
        .with(AddedTokens.read(List.of(files), TEXT));
  }

  /** The ids of embeddings in a text, counted from 0. */
  private static List<Integer> found(ClipTokenizer tokenizer, String text) {
    return Arrays.stream(tokenizer.encode(text))
        .filter(id -> id >= FIRST)
        .map(id -> id - FIRST)
        .boxed()
        .toList();
  }

  private static void refuses(EmbeddingFile file, String reason) {
    assertThatThrownBy(() -> tokenizer(file))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot use embedding %s: %s", file.path(), reason);
  }

  @Test
  void readsTheVectorsOfEveryFormAsDiffusersDoes() {
    List<EmbeddingFile> files = new ArrayList<>();
    for (String name :
        List.of(
            "fxstyle.pt",
            "oldface3.safetensors",
            "learned_embeds-1.safetensors",
            "learned_embeds-3.bin")) {
      files.add(new EmbeddingFile(GOLDEN.resolve(name), null));
    }
    AddedTokens tokens = AddedTokens.read(files, TEXT);
    assertThat(tokens.tokens())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(814, "fxstyle", 815, "oldface3", 818, "<sks-face>", 819, "<wrinkle>"));
    try (SafetensorsFile expected = SafetensorsFile.open(GOLDEN.resolve("expected.safetensors"))) {
      assertThat(tokens.vectors()).isEqualTo(expected.floats("out.embedding_rows"));
    }
  }

  @Test
  void aTokenIsFoundInAnyCaseButNotInsideAWord() {
    ClipTokenizer tokenizer = tokenizer(named("FxStyle"));
    assertThat(found(tokenizer, "fxstyle, FXSTYLE. (fxstyle)")).containsExactly(0, 0, 0);
    assertThat(found(tokenizer, "fxstyles myfxstyle fxstyle_v2 fxstyle2")).isEmpty();
    assertThat(found(tokenizer(named("<old>")), "a<old>b")).containsExactly(0);
  }

  @Test
  void theLongestTokenWinsWhateverTheOrder() {
    ClipTokenizer tokenizer = tokenizer(named("old face"), named("old"), named("old face skin"));
    assertThat(found(tokenizer, "old face skin, old face, old")).containsExactly(2, 0, 1);
  }

  @Test
  void aTextWithoutTokensIsWhatItWas() {
    String text = "a photo of an old man, smiling";
    ClipTokenizer plain = ClipTokenizer.open(SnapshotCopy.original().resolve("tokenizer"));
    assertThat(tokenizer(named("fxstyle")).encode(text)).isEqualTo(plain.encode(text));
    assertThat(plain.endId()).isEqualTo(END);
  }

  @Test
  void warningsNameTheTokensThatAreDropped() {
    List<String> warnings = new ArrayList<>();
    ClipTokenizer tokenizer =
        ClipTokenizer.open(SnapshotCopy.original().resolve("tokenizer"), warnings::add)
            .with(AddedTokens.read(List.of(named("fxstyle")), TEXT));
    tokenizer.encode("a ".repeat(75) + "fxstyle");
    assertThat(warnings).singleElement().asString().contains("from its end: 'fxstyle'.");
  }

  @Test
  void aModelEncodesTheVectorsInThePlacesOfTheToken() {
    float[] vectors = new float[2 * WIDTH];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = i + 1;
    }
    EmbeddingFile file =
        file("x.safetensors", "xyz", Map.of("xyz", NamedArray.float32(vectors, 2, WIDTH)));
    CheckpointSource plain = CheckpointSource.of(SnapshotCopy.original());
    try (Checkpoint without = Checkpoint.open(plain, DType.FLOAT32, DType.FLOAT32, Device.CPU);
        Checkpoint with =
            Checkpoint.open(
                plain.withEmbeddings(List.of(file)), DType.FLOAT32, DType.FLOAT32, Device.CPU);
        GradMode off = GradMode.disabled();
        TensorScope scope = TensorScope.open()) {
      assertThat(with.fingerprint()).isNotEqualTo(without.fingerprint());
      assertThat(with.bytes() - without.bytes()).isEqualTo(2L * WIDTH * Float.BYTES);
      Tensor ids = Tensor.of(with.tokenizer().encode("a xyz"), 1, 77);
      // The position embeddings, plus the embedding of id 0 everywhere.
      Tensor zeros = without.textEncoder().embed(Tensor.of(new int[77], 1, 77));
      float[] actual =
          with.textEncoder().embed(ids).sub(zeros).slice(1, 2, 4).reshape(2, WIDTH).toFloats();
      float[] zero = embeddingOfIdZero();
      for (int i = 0; i < actual.length; i++) {
        assertThat(actual[i]).isCloseTo(vectors[i] - zero[i % WIDTH], within(1e-4f));
      }
    }
  }

  private static float[] embeddingOfIdZero() {
    try (SafetensorsFile weights =
        SafetensorsFile.open(SnapshotCopy.original().resolve("text_encoder/model.safetensors"))) {
      float[] all = weights.floats("text_model.embeddings.token_embedding.weight");
      return Arrays.copyOf(all, WIDTH);
    }
  }

  @Test
  void refusesVectorsOfAnotherWidth() {
    refuses(
        file("e.safetensors", null, "emb_params", 2, WIDTH + 1),
        "its vectors have %d values (expected %d, the width of the text encoder): it is for another base"
            .formatted(WIDTH + 1, WIDTH));
  }

  @Test
  void refusesFilesThatAreNoEmbedding() {
    refuses(
        file("e.safetensors", null, "x", 1, 2, WIDTH),
        "'x' is F32 [1, 2, %d] (expected floating [width] or [count, width])".formatted(WIDTH));
    refuses(
        file("e.safetensors", null, Map.of("x", NamedArray.int64(new long[WIDTH], WIDTH))),
        "'x' is I64 [%d] (expected floating [width] or [count, width])".formatted(WIDTH));
    Map<String, NamedArray> two = new LinkedHashMap<>();
    two.put("a", NamedArray.float32(new float[WIDTH], WIDTH));
    two.put("b", NamedArray.float32(new float[WIDTH], WIDTH));
    refuses(file("e.safetensors", null, two), "it holds 2 tensors, first 'a', 'b' (expected one)");
  }

  @Test
  void refusesStableDiffusionXl() {
    refuses(
        file("e.safetensors", null, "clip_g", 1, WIDTH),
        "it is for Stable Diffusion XL (supported: 1.x and 2.x)");
  }

  @Test
  void refusesValuesThatAreNotFinite() {
    float[] values = new float[WIDTH];
    values[3] = Float.NaN;
    refuses(
        file("e.safetensors", null, Map.of("x", NamedArray.float32(values, WIDTH))),
        "it has values that are NaN or infinite");
  }

  @Test
  void refusesTokensThatCannotBeFound() {
    refuses(
        file("e.safetensors", " \t", "emb_params", 1, WIDTH),
        "its token is blank (say another: { file, token })");
    refuses(
        named("a<|endoftext|>"),
        "its token 'a<|endoftext|>' contains '<|endoftext|>', a special token of the tokenizer (say another: { file, token })");
  }

  @Test
  void refusesMoreVectorsThanATextHolds() {
    refuses(
        file("e.safetensors", null, "emb_params", 76, WIDTH),
        "it has 76 vectors, of which a text holds 75");
  }

  @Test
  void refusesOneTokenForTwoFiles() {
    EmbeddingFile first = file("a.safetensors", "x", "emb_params", 1, WIDTH);
    EmbeddingFile second = file("b.safetensors", "X", "emb_params", 1, WIDTH);
    assertThatThrownBy(() -> tokenizer(first, second))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use embedding %s: its token 'x' is that of %s too (say another: { file, token })",
            second.path(), first.path());
  }

  @Test
  void inspectionSaysTokenAndWidthOfEveryForm() {
    ModelDescription three = ModelFile.description(GOLDEN.resolve("learned_embeds-3.bin"));
    assertThat(three.content()).isEqualTo(ModelContent.EMBEDDING);
    assertThat(three.details()).containsExactly("token         '<wrinkle>', 3 of 32 values");
    assertThat(ModelFile.description(GOLDEN.resolve("fxstyle.pt")).details())
        .containsExactly("token         'fxstyle', 1 of 32 values");
    EmbeddingFile xl =
        file(
            "xl.safetensors",
            null,
            Map.of(
                "clip_g", NamedArray.float32(new float[4], 1, 4),
                "clip_l", NamedArray.float32(new float[4], 1, 4)));
    assertThatThrownBy(() -> ModelFile.description(xl.path()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it is for Stable Diffusion XL");
  }
}
