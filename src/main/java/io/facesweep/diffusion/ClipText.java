package io.facesweep.diffusion;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text clean-up and the splitting into words of the fast CLIP tokenizer (transformers,
 * CLIPConverter): NFC, runs of white space to one space, lower case by code point; then
 * contractions, runs of letters, single numbers, and runs of anything else.
 */
final class ClipText {
  private static final Pattern WHITE_SPACE =
      Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final int CAPITAL_I_WITH_DOT = 0x130;

  private ClipText() {}

  static String normalized(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    String spaced = WHITE_SPACE.matcher(composed).replaceAll(" ");
    StringBuilder lower = new StringBuilder(spaced.length());
    spaced
        .codePoints()
        .forEach(
            point -> {
              // No context (a final sigma stays a plain one), and the one character whose lower
              // case is two.
              if (point == CAPITAL_I_WITH_DOT) {
                lower.append("i\u0307");
              } else {
                lower.appendCodePoint(Character.toLowerCase(point));
              }
            });
    return lower.toString();
  }

  static List<String> words(String normalized) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(normalized);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }
}
