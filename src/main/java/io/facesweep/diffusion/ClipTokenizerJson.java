package io.facesweep.diffusion;

import io.facesweep.weights.JsonConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tokenizer.json of Hugging Face's tokenizers that does what CLIP's tokenizer does: byte-pair
 * encoding of lower-case words. One that does anything else is refused.
 */
final class ClipTokenizerJson {
  private static final String END_OF_WORD = "</w>";
  private static final String ADDED = "added_tokens";

  /** How CLIP splits words; older files name its special tokens before this. */
  private static final String WORDS =
      "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

  private final JsonConfig json;
  private final JsonConfig model;
  private final List<JsonConfig> added;
  private final Map<String, Integer> vocabulary;

  private ClipTokenizerJson(JsonConfig json) {
    this.json = json;
    this.model = json.section("model");
    this.added = json.isNullOrAbsent(ADDED) ? List.of() : json.sections(ADDED);
    this.vocabulary = new HashMap<>(ClipBytePairs.vocabulary(model.section("vocab")));
  }

  /**
   * Reads a file.
   *
   * @throws io.facesweep.UserException if it is damaged or no tokenizer of CLIP
   */
  static ClipTokenizerJson read(Path file) {
    ClipTokenizerJson tokenizer = new ClipTokenizerJson(JsonConfig.read(file));
    tokenizer.requireClip();
    tokenizer.addTokens();
    return tokenizer;
  }

  private void requireClip() {
    require(model, "type", "BPE", "BPE");
    require(model, "end_of_word_suffix", "", END_OF_WORD);
    require(model, "continuing_subword_prefix", "", "");
    for (String option : List.of("byte_fallback", "ignore_merges", "fuse_unk")) {
      if (model.flag(option, false)) {
        throw model.problem(option, "false");
      }
    }
    if (!model.isNullOrAbsent("dropout")) {
      throw model.problem("dropout", "none");
    }
    requireTypes("normalizer", "normalizers", "NFC", "Replace", "Lowercase");
    List<JsonConfig> splits = requireTypes("pre_tokenizer", "pretokenizers", "Split", "ByteLevel");
    JsonConfig pattern = splits.get(0).section("pattern");
    if (!pattern.text("Regex").endsWith(WORDS)) {
      throw pattern.problem("Regex", "CLIP's, which ends with " + WORDS);
    }
  }

  private static void require(JsonConfig section, String key, String absent, String expected) {
    if (!section.text(key, absent).equals(expected)) {
      throw section.problem(key, '"' + expected + '"');
    }
  }

  /** The steps of a sequence, which must be of these types. */
  private List<JsonConfig> requireTypes(String key, String steps, String... types) {
    JsonConfig sequence = json.section(key);
    require(sequence, "type", "", "Sequence");
    List<JsonConfig> found = sequence.sections(steps);
    if (!found.stream().map(step -> step.text("type")).toList().equals(List.of(types))) {
      throw sequence.problem(steps, "CLIP's: " + String.join(", ", types));
    }
    return found;
  }

  /** Tokens may be declared beside the vocabulary. */
  private void addTokens() {
    Set<Integer> taken = new HashSet<>(vocabulary.values());
    for (JsonConfig token : added) {
      String content = token.text("content");
      int id = token.integer("id");
      Integer known = vocabulary.get(content);
      if (known == null ? id < 0 || !taken.add(id) : known != id) {
        throw token.problem("id", "the token's id in the vocabulary, or one that no other has");
      }
      vocabulary.put(content, id);
    }
  }

  /** Ids by token. Not a copy: do not write to it. */
  Map<String, Integer> vocabulary() {
    return vocabulary;
  }

  /** The special tokens of this file and of those beside it. */
  ClipSpecialTokens special(Path directory) {
    Map<String, String> usual = new HashMap<>();
    if (!model.isNullOrAbsent("unk_token")) {
      usual.put("unk_token", model.text("unk_token"));
    }
    if (json.isSection("padding")) {
      usual.put("pad_token", json.section("padding").text("pad_token"));
    }
    return ClipSpecialTokens.read(directory, vocabulary, usual, added);
  }

  /** Its merges, written as pairs or, before version 0.20 of tokenizers, as texts. */
  ClipBytePairs bytePairs(int unknownId) {
    List<String> merges =
        model.isListOfLists("merges")
            ? model.stringLists("merges").stream().map(pair -> String.join(" ", pair)).toList()
            : model.strings("merges");
    return ClipBytePairs.of(json.file(), merges, vocabulary, unknownId);
  }
}
