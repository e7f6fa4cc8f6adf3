package io.facesweep.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTokenizerTest {
  private static final Path PUBLIC = Path.of("src/test/resources/golden");
  private static final String VOCABULARY =
      """
      {"a":0,"b":1,"c":2,"a</w>":3,"b</w>":4,"c</w>":5,"ab":6,"bc</w>":7,"abc</w>":8,"!":9,"!</w>":10,
       "<|startoftext|>":11,"<|endoftext|>":12}""";

  @TempDir Path directory;

  @BeforeEach
  void writeATinyTokenizer() throws IOException {
    write("vocab.json", VOCABULARY);
    write("merges.txt", "#version: 0.2\nb c</w>\na b\na bc</w>\n");
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }

  private int[] content(String text) {
    int[] ids = ClipTokenizer.open(directory).encode(text);
    int end = 1;
    while (ids[end] != 12) {
      end++;
    }
    return Arrays.copyOfRange(ids, 1, end);
  }

  private void refuses(String message, Object... arguments) {
    assertThatThrownBy(() -> ClipTokenizer.open(directory))
        .isInstanceOf(UserException.class)
        .hasMessage(message, arguments);
  }

  static Stream<Path> families() throws IOException {
    Path golden = Path.of(System.getProperty("golden.dir", PUBLIC.toString()));
    try (Stream<Path> files = Files.walk(golden, 3)) {
      return files
          .filter(family -> Files.exists(family.resolve("fixtures/tokenizer.safetensors")))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void givesTheReferenceIdsForEveryPrompt(Path family) {
    assertSameIds(family, "prompts", "input_ids");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd15-like", "sd21-like"})
  void givesTheFastTokenizersIdsForEdgeCases(String family) {
    assertSameIds(PUBLIC.resolve(family), "extra_prompts", "extra.fast5.input_ids");
  }

  private static void assertSameIds(Path family, String prompts, String tensor) {
    JsonConfig json = JsonConfig.read(family.resolve("fixtures/prompts.json"));
    ClipTokenizer tokenizer = ClipTokenizer.open(family.resolve("model/tokenizer"));
    assertThat(tokenizer.beginId()).isEqualTo(json.integer("bos_token_id"));
    assertThat(tokenizer.endId()).isEqualTo(json.integer("eos_token_id"));
    assertThat(tokenizer.padId()).isEqualTo(json.integer("pad_token_id"));
    assertThat(tokenizer.vocabularySize()).isEqualTo(json.integer("vocab_size"));
    List<String> texts = json.strings(prompts);
    try (SafetensorsFile fixtures =
        SafetensorsFile.open(family.resolve("fixtures/tokenizer.safetensors"))) {
      assertThat(fixtures.entry(tensor).shape())
          .containsExactly(texts.size(), tokenizer.contextLength());
      long[] expected = fixtures.longs(tensor);
      List<int[]> actual = tokenizer.encode(texts);
      for (int i = 0; i < texts.size(); i++) {
        assertThat(Arrays.stream(actual.get(i)).asLongStream().toArray())
            .as(texts.get(i))
            .isEqualTo(Arrays.copyOfRange(expected, 77 * i, 77 * i + 77));
      }
    }
  }

  /** Written as newer and as older versions of Hugging Face's tokenizers do. */
  @ParameterizedTest
  @CsvSource({"sd15-like, PAIRS", "sd15-like, TEXTS", "sd21-like, PAIRS", "sd21-like, TEXTS"})
  void givesTheSameIdsFromATokenizerJsonAlone(String family, TokenizerJson.Merges merges)
      throws IOException {
    Path files = PUBLIC.resolve(family).resolve("model/tokenizer");
    Path whole = Files.createDirectories(directory.resolve("whole"));
    JsonConfig json = JsonConfig.read(PUBLIC.resolve(family).resolve("fixtures/prompts.json"));
    ClipTokenizer original = ClipTokenizer.open(files);
    String pad = family.equals("sd21-like") ? "!" : "<|endoftext|>";
    Files.writeString(
        whole.resolve("tokenizer.json"), TokenizerJson.of(files, merges).padding(pad).text());
    ClipTokenizer tokenizer = ClipTokenizer.open(whole);
    assertThat(tokenizer.padId()).isEqualTo(original.padId());
    assertThat(tokenizer.vocabularySize()).isEqualTo(original.vocabularySize());
    for (String key : List.of("prompts", "extra_prompts")) {
      for (String text : json.strings(key)) {
        assertThat(tokenizer.encode(text)).as(text).isEqualTo(original.encode(text));
      }
    }
  }

  private void refusesTokenizerJson(String message, String value, String... path)
      throws IOException {
    Path whole = Files.createDirectories(directory.resolve("whole"));
    Path file = whole.resolve("tokenizer.json");
    Files.writeString(
        file, TokenizerJson.of(directory, TokenizerJson.Merges.TEXTS).set(value, path).text());
    assertThatThrownBy(() -> ClipTokenizer.open(whole))
        .isInstanceOf(UserException.class)
        .hasMessage(message, file);
  }

  @Test
  void refusesATokenizerJsonThatIsNotOfClip() throws IOException {
    refusesTokenizerJson(
        "Invalid model.type: \"Unigram\" (expected \"BPE\") in %s", "Unigram", "model", "type");
    refusesTokenizerJson(
        "Invalid model.end_of_word_suffix: null (expected \"</w>\") in %s",
        "null", "model", "end_of_word_suffix");
    refusesTokenizerJson(
        "Invalid model.byte_fallback: true (expected false) in %s",
        "true", "model", "byte_fallback");
    refusesTokenizerJson(
        "Invalid model.dropout: 0.1 (expected none) in %s", "0.1", "model", "dropout");
    refusesTokenizerJson(
        "Invalid normalizer: null (expected an object) in %s", "null", "normalizer");
    refusesTokenizerJson(
        "Invalid normalizer.normalizers: [{\"type\":\"NFC\"}] (expected CLIP's: NFC, Replace, Lowercase) in %s",
        "[{\"type\": \"NFC\"}]", "normalizer", "normalizers");
    refusesTokenizerJson(
        "Invalid pre_tokenizer.type: \"ByteLevel\" (expected \"Sequence\") in %s",
        "{\"type\": \"ByteLevel\"}", "pre_tokenizer");
    refusesTokenizerJson(
        "Invalid pre_tokenizer.pretokenizers.0.pattern.Regex: \"x\" (expected CLIP's, which ends with 's|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+) in %s",
        "[{\"type\": \"Split\", \"pattern\": {\"Regex\": \"x\"}}, {\"type\": \"ByteLevel\"}]",
        "pre_tokenizer",
        "pretokenizers");
  }

  @Test
  void refusesATokenizerJsonWhoseTokensContradictEachOther() throws IOException {
    refusesTokenizerJson(
        "Invalid added_tokens.0.id: 3 (expected the token's id in the vocabulary, or one that no other has) in %s",
        "[{\"id\": 3, \"content\": \"<|pad|>\"}]", "added_tokens");
    refusesTokenizerJson(
        "Invalid added_tokens.0.lstrip: true (expected false; other matching of special tokens is not supported) in %s",
        "[{\"id\": 13, \"content\": \"<|pad|>\", \"lstrip\": true}]", "added_tokens");
    refusesTokenizerJson(
        "Invalid added_tokens: [1] (expected a list of objects) in %s", "[1]", "added_tokens");
    refusesTokenizerJson(
        "Invalid merge: 'a c' (expected symbols that together are a token of the vocabulary) in %s merge 2",
        "[\"a b\", \"a c\"]", "model", "merges");
    refusesTokenizerJson(
        "Invalid model.merges: [[\"a\",\"b\"],\"a c\"] (expected a list of lists of strings) in %s",
        "[[\"a\", \"b\"], \"a c\"]", "model", "merges");
  }

  @Test
  void mergesTheLowestRankFirst() {
    assertThat(content("abc")).containsExactly(8);
    assertThat(content("ab")).containsExactly(0, 4);
    assertThat(content("aba")).containsExactly(6, 3);
    assertThat(content("ABC  bc!")).containsExactly(8, 7, 10);
  }

  @Test
  void givesTheUnknownTokenForBytesWithoutOne() throws IOException {
    write("special_tokens_map.json", "{\"unk_token\":\"!\"}");
    assertThat(content("z a")).containsExactly(9, 3);
  }

  @Test
  void encodesALongWordInReasonableTime() {
    List<String> warnings = new ArrayList<>();
    int[] ids = ClipTokenizer.open(directory, warnings::add).encode("ab".repeat(200_000));
    assertThat(ids[75]).isEqualTo(6);
    assertThat(warnings).hasSize(1);
  }

  @Test
  void warnsOfWhatItDrops() {
    List<String> warnings = new ArrayList<>();
    ClipTokenizer tokenizer = ClipTokenizer.open(directory, warnings::add);
    tokenizer.encode("a ".repeat(75));
    assertThat(warnings).isEmpty();
    int[] ids = tokenizer.encode("a ".repeat(75) + "abc b!");
    assertThat(ids[76]).isEqualTo(12);
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .startsWith(
            "A prompt has 78 tokens and only 75 fit: 3 were dropped from its end: 'abc b !'. The whole prompt: 'a a ");
  }

  @Test
  void theSpecialTokensMapWinsOverTheConfiguration() throws IOException {
    write("tokenizer_config.json", "{\"pad_token\":\"<|endoftext|>\",\"model_max_length\":1e30}");
    assertThat(ClipTokenizer.open(directory).padId()).isEqualTo(12);
    write("special_tokens_map.json", "{\"pad_token\":{\"content\":\"!\",\"normalized\":true}}");
    assertThat(ClipTokenizer.open(directory).padId()).isEqualTo(9);
    assertThat(content("a!")).containsExactly(3, 9);
  }

  @Test
  void takesTokensThatTheConfigurationDeclaresById() throws IOException {
    write(
        "tokenizer_config.json",
        "{\"added_tokens_decoder\":{\"9\":{\"content\":\"!\",\"normalized\":false}}}");
    assertThat(content("a!")).containsExactly(3, 9);
    write("tokenizer_config.json", "{\"added_tokens_decoder\":{\"8\":{\"content\":\"!\"}}}");
    refuses(
        "Invalid added_tokens_decoder.8: {\"content\":\"!\"} (expected the id that the vocabulary gives this token) in %s",
        directory.resolve("tokenizer_config.json"));
  }

  @Test
  void refusesSpecialTokensThatItCannotHonour() throws IOException {
    Path map = directory.resolve("special_tokens_map.json");
    write("special_tokens_map.json", "{\"pad_token\":\"[PAD]\"}");
    refuses("Invalid pad_token: \"[PAD]\" (expected a token of the vocabulary) in %s", map);
    write("special_tokens_map.json", "{\"pad_token\":7}");
    refuses("Invalid pad_token: 7 (expected a string) in %s", map);
    write("special_tokens_map.json", "{\"eos_token\":{\"content\":\"!\",\"lstrip\":true}}");
    refuses(
        "Invalid eos_token.lstrip: true (expected false; other matching of special tokens is not supported) in %s",
        map);
    write("special_tokens_map.json", "{}");
    write("vocab.json", "{\"a\":0,\"<|startoftext|>\":1}");
    refuses(
        "Cannot read the tokenizer in %s: its vocabulary lacks the token '<|endoftext|>' and no eos_token is given",
        directory);
  }

  @Test
  void refusesOtherTokenizers() throws IOException {
    Path config = directory.resolve("tokenizer_config.json");
    write("tokenizer_config.json", "{\"tokenizer_class\":\"T5Tokenizer\"}");
    refuses("Invalid tokenizer_class: \"T5Tokenizer\" (expected CLIPTokenizer) in %s", config);
    write("tokenizer_config.json", "{\"do_lower_case\":false}");
    refuses("Invalid do_lower_case: false (expected true) in %s", config);
    write("tokenizer_config.json", "{\"model_max_length\":7}");
    refuses("Invalid model_max_length: 7 (expected a whole number from 8) in %s", config);
    write("tokenizer_config.json", "{\"model_max_length\":40.5}");
    refuses("Invalid model_max_length: 40.5 (expected a whole number from 8) in %s", config);
  }

  @Test
  void aShorterContextIsThatOfTheConfiguration() throws IOException {
    write("tokenizer_config.json", "{\"model_max_length\":9}");
    List<String> warnings = new ArrayList<>();
    ClipTokenizer tokenizer = ClipTokenizer.open(directory, warnings::add);
    assertThat(tokenizer.contextLength()).isEqualTo(9);
    int[] ids = tokenizer.encode("a a a a a a a a a");
    assertThat(ids).hasSize(9);
    assertThat(ids[8]).isEqualTo(tokenizer.endId());
    assertThat(warnings).singleElement().asString().contains("9 tokens and only 7 fit");
  }

  @Test
  void refusesAMalformedVocabulary() throws IOException {
    Path file = directory.resolve("vocab.json");
    write("vocab.json", "{\"a\":0,\"b\":0}");
    refuses("Invalid b: 0 (expected an id of at least 0 that no other token has) in %s", file);
    write("vocab.json", "{\"a\":-1}");
    refuses("Invalid a: -1 (expected an id of at least 0 that no other token has) in %s", file);
    write("vocab.json", "{\"a\":\"x\"}");
    refuses("Invalid a: \"x\" (expected a whole number) in %s", file);
    Files.delete(file);
    refuses("Cannot read %s: there is no such file", file);
  }

  @Test
  void refusesMalformedMerges() throws IOException {
    Path file = directory.resolve("merges.txt");
    write("merges.txt", "#version: 0.2\na\n");
    refuses("Invalid merge: 'a' (expected two symbols with a space between) in %s line 2", file);
    write("merges.txt", "a c\n");
    refuses(
        "Invalid merge: 'a c' (expected symbols that together are a token of the vocabulary) in %s line 1",
        file);
    write("merges.txt", "a b\n\na b\n");
    refuses("Invalid merge: 'a b' (expected each merge once) in %s line 3", file);
    Files.write(file, new byte[] {(byte) 0xff});
    assertThatThrownBy(() -> ClipTokenizer.open(directory))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot read %s as UTF-8 text", file);
    Files.delete(file);
    refuses("Cannot read %s: there is no such file", file);
  }
}
