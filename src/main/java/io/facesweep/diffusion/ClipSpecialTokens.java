package io.facesweep.diffusion;

import io.facesweep.UserException;
import io.facesweep.weights.JsonConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The special tokens of a CLIP tokenizer and how they are found in text. special_tokens_map.json
 * wins over tokenizer_config.json; a token that is given as a plain string is looked for in the raw
 * text, one given as an object with {@code normalized: true} in the normalized text, as
 * transformers' fast tokenizer does.
 */
record ClipSpecialTokens(
    int begin, int end, int unknown, int pad, Pattern inRaw, Pattern inNormalized) {
  private static final String BEGIN = "<|startoftext|>";
  private static final String END = "<|endoftext|>";
  private static final Pattern NOTHING = Pattern.compile("(?!)");

  /**
   * Reads the optional files beside the vocabulary.
   *
   * @param usual tokens by role, e.g. {@code pad_token}, where those files give none
   * @param declared further tokens to be found in text: {@code content}, {@code id}, {@code
   *     normalized}
   */
  static ClipSpecialTokens read(
      Path directory,
      Map<String, Integer> vocabulary,
      Map<String, String> usual,
      List<JsonConfig> declared) {
    List<JsonConfig> sources =
        Stream.of("special_tokens_map.json", "tokenizer_config.json")
            .map(directory::resolve)
            .filter(Files::exists)
            .map(JsonConfig::read)
            .toList();
    Reader reader = new Reader(directory, vocabulary);
    int begin = reader.token("bos_token", BEGIN, sources);
    int end = reader.token("eos_token", END, sources);
    int unknown = reader.token("unk_token", usual.getOrDefault("unk_token", END), sources);
    int pad = reader.token("pad_token", usual.getOrDefault("pad_token", END), sources);
    sources.forEach(reader::addDeclared);
    declared.forEach(reader::described);
    return new ClipSpecialTokens(
        begin, end, unknown, pad, reader.pattern(false), reader.pattern(true));
  }

  private static final class Reader {
    private final Path directory;
    private final Map<String, Integer> vocabulary;
    private final Map<String, Boolean> normalized = new HashMap<>();

    Reader(Path directory, Map<String, Integer> vocabulary) {
      this.directory = directory;
      this.vocabulary = vocabulary;
    }

    int token(String role, String absent, List<JsonConfig> sources) {
      for (JsonConfig source : sources) {
        if (!source.isNullOrAbsent(role)) {
          return source.isSection(role)
              ? described(source.section(role))
              : plain(source, role, source.text(role));
        }
      }
      Integer id = vocabulary.get(absent);
      if (id == null) {
        throw new UserException(
            "Cannot read the tokenizer in %s: its vocabulary lacks the token '%s' and no %s is given"
                .formatted(directory, absent, role));
      }
      normalized.merge(absent, true, Boolean::logicalAnd);
      return id;
    }

    private int plain(JsonConfig source, String key, String content) {
      Integer id = vocabulary.get(content);
      if (id == null || content.isEmpty()) {
        throw source.problem(key, "a token of the vocabulary");
      }
      normalized.put(content, false);
      return id;
    }

    private int described(JsonConfig token) {
      for (String option : List.of("lstrip", "rstrip", "single_word")) {
        if (token.flag(option, false)) {
          throw token.problem(option, "false; other matching of special tokens is not supported");
        }
      }
      String content = token.text("content");
      boolean before = normalized.getOrDefault(content, true);
      int id = plain(token, "content", content);
      normalized.put(content, before && token.flag("normalized", true));
      return id;
    }

    /** {@code added_tokens_decoder}, written by transformers since 4.34: tokens by id. */
    void addDeclared(JsonConfig source) {
      if (source.isNullOrAbsent("added_tokens_decoder")) {
        return;
      }
      JsonConfig declared = source.section("added_tokens_decoder");
      for (String id : declared.keys()) {
        if (!id.equals(String.valueOf(described(declared.section(id))))) {
          throw declared.problem(id, "the id that the vocabulary gives this token");
        }
      }
    }

    Pattern pattern(boolean inNormalizedText) {
      List<String> contents = new ArrayList<>();
      normalized.forEach(
          (content, isNormalized) -> {
            if (isNormalized == inNormalizedText) {
              contents.add(content);
            }
          });
      if (contents.isEmpty()) {
        return NOTHING;
      }
      contents.sort((a, b) -> Integer.compare(b.length(), a.length()));
      return Pattern.compile(
          contents.stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }
  }
}
