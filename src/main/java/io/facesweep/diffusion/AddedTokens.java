package io.facesweep.diffusion;

import io.facesweep.ForeignText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tokens that embeddings add to those of a tokenizer, and their vectors. A token of several vectors
 * has as many ids, which follow each other. It is found in normalized text, where it does not begin
 * or end inside a word.
 */
final class AddedTokens {
  /** Adds nothing. */
  static final AddedTokens NONE = new AddedTokens(List.of(), new float[0], 0);

  private static final String IN_WORD = "[\\p{L}\\p{N}_]";

  private final List<TextualInversion> embeddings;
  private final float[] vectors;
  private final Map<String, int[]> ids = new LinkedHashMap<>();
  private final Pattern pattern;

  private AddedTokens(List<TextualInversion> embeddings, float[] vectors, int firstId) {
    this.embeddings = List.copyOf(embeddings);
    this.vectors = vectors;
    int next = firstId;
    for (TextualInversion embedding : embeddings) {
      ids.put(embedding.token(), IntStream.range(next, next + embedding.count()).toArray());
      next += embedding.count();
    }
    this.pattern = anyOf(ids.keySet());
  }

  /**
   * Reads embeddings.
   *
   * @param text the encoder that is to know them; their ids follow its own
   * @throws io.facesweep.UserException if one is none, is for another encoder, or two have the same
   *     token
   */
  static AddedTokens read(List<EmbeddingFile> files, TextEncoderConfig text) {
    List<TextualInversion> embeddings = files.stream().map(TextualInversion::open).toList();
    requireDistinct(embeddings);
    List<float[]> parts = new ArrayList<>();
    int size = 0;
    for (TextualInversion embedding : embeddings) {
      float[] values = embedding.values(text.hiddenSize());
      parts.add(values);
      size += values.length;
    }
    float[] vectors = new float[size];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, vectors, at, part.length);
      at += part.length;
    }
    return new AddedTokens(embeddings, vectors, text.vocabularySize());
  }

  private static void requireDistinct(List<TextualInversion> embeddings) {
    Map<String, TextualInversion> byToken = new HashMap<>();
    for (TextualInversion embedding : embeddings) {
      TextualInversion other = byToken.put(embedding.token(), embedding);
      if (other != null) {
        throw TextualInversion.refused(
            embedding.path(),
            "its token '%s' is that of %s too (say another: { file, token })"
                .formatted(ForeignText.quoted(embedding.token()), other.path()));
      }
    }
  }

  private static Pattern anyOf(Collection<String> tokens) {
    if (tokens.isEmpty()) {
      return Pattern.compile("(?!)");
    }
    // The longest first, so that none hides another that it begins.
    return Pattern.compile(
        tokens.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(AddedTokens::expression)
            .collect(Collectors.joining("|")));
  }

  private static String expression(String token) {
    String first = token.substring(0, token.offsetByCodePoints(0, 1));
    String last = token.substring(token.offsetByCodePoints(token.length(), -1));
    return (first.matches(IN_WORD) ? "(?<!" + IN_WORD + ")" : "")
        + Pattern.quote(token)
        + (last.matches(IN_WORD) ? "(?!" + IN_WORD + ")" : "");
  }

  boolean isEmpty() {
    return embeddings.isEmpty();
  }

  /** Refuses what a tokenizer could not find or hold. */
  void requireFit(ClipSpecialTokens special, int room) {
    for (TextualInversion embedding : embeddings) {
      for (Pattern tokens : List.of(special.inRaw(), special.inNormalized())) {
        Matcher found = tokens.matcher(embedding.token());
        if (found.find()) {
          throw TextualInversion.refused(
              embedding.path(),
              "its token '%s' contains '%s', a special token of the tokenizer (say another: { file, token })"
                  .formatted(ForeignText.quoted(embedding.token()), found.group()));
        }
      }
      if (embedding.count() > room) {
        throw TextualInversion.refused(
            embedding.path(),
            "it has %d vectors, of which a text holds %d".formatted(embedding.count(), room));
      }
    }
  }

  /** Hands the text between its tokens on, and adds those tokens' ids. */
  void split(String normalized, IntConsumer found, Consumer<String> between) {
    Matcher matcher = pattern.matcher(normalized);
    int start = 0;
    while (matcher.find()) {
      between.accept(normalized.substring(start, matcher.start()));
      for (int id : Objects.requireNonNull(ids.get(matcher.group()))) {
        found.accept(id);
      }
      start = matcher.end();
    }
    between.accept(normalized.substring(start));
  }

  /** The tokens by their first ids. */
  Map<Integer, String> tokens() {
    Map<Integer, String> tokens = new LinkedHashMap<>();
    ids.forEach((token, own) -> tokens.put(own[0], token));
    return tokens;
  }

  /** The vectors in the order of their ids. Not a copy: do not write to it. */
  float[] vectors() {
    return vectors;
  }
}
