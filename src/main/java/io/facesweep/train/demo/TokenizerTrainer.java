package io.facesweep.train.demo;

import com.google.gson.Gson;
import io.facesweep.diffusion.ClipByteAlphabet;
import io.facesweep.train.SnapshotFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a CLIP tokenizer by byte-pair encoding (Sennrich et al. 2016, arXiv 1508.07909): the most
 * frequent pair of neighbours is merged until every word of the captions is one token. Other words
 * are spelt out by the 512 byte tokens.
 */
final class TokenizerTrainer {
  private static final String BEGIN = "<|startoftext|>";
  private static final String END = "<|endoftext|>";
  private static final String END_OF_WORD = "</w>";

  /** As CLIP splits lower-case text. */
  private static final Pattern WORD = Pattern.compile("\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+");

  private TokenizerTrainer() {}

  private record Pair(String left, String right) {}

  /**
   * Writes vocab.json, merges.txt and the two small files of transformers; the same for the same
   * captions.
   *
   * @param contextLength ids of a text
   */
  static void write(Path directory, List<String> captions, int contextLength) {
    List<String> merges = new ArrayList<>();
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    for (int b = 0; b < 256; b++) {
      vocabulary.put(String.valueOf(ClipByteAlphabet.of((byte) b)), vocabulary.size());
    }
    for (int b = 0; b < 256; b++) {
      vocabulary.put(ClipByteAlphabet.of((byte) b) + END_OF_WORD, vocabulary.size());
    }
    Map<String, Integer> counts = words(captions);
    Map<String, List<String>> spelt = new TreeMap<>();
    counts.keySet().forEach(word -> spelt.put(word, symbols(word)));
    for (Pair best = best(spelt, counts); best != null; best = best(spelt, counts)) {
      Pair pair = best;
      spelt.replaceAll((word, symbols) -> merged(symbols, pair));
      merges.add(pair.left() + " " + pair.right());
      vocabulary.putIfAbsent(pair.left() + pair.right(), vocabulary.size());
    }
    vocabulary.put(BEGIN, vocabulary.size());
    vocabulary.put(END, vocabulary.size());
    SnapshotFiles.text(directory.resolve("vocab.json"), new Gson().toJson(vocabulary));
    SnapshotFiles.text(
        directory.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", merges) + "\n");
    SnapshotFiles.json(
        directory.resolve("tokenizer_config.json"),
        Map.of(
            "tokenizer_class", "CLIPTokenizer",
            "model_max_length", contextLength,
            "do_lower_case", true,
            "bos_token", BEGIN,
            "eos_token", END,
            "unk_token", END,
            "pad_token", END));
    SnapshotFiles.json(
        directory.resolve("special_tokens_map.json"),
        Map.of("bos_token", BEGIN, "eos_token", END, "unk_token", END, "pad_token", END));
  }

  private static Map<String, Integer> words(List<String> captions) {
    Map<String, Integer> counts = new HashMap<>();
    for (String caption : captions) {
      Matcher matcher = WORD.matcher(caption.toLowerCase(Locale.ROOT));
      while (matcher.find()) {
        counts.merge(matcher.group(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static List<String> symbols(String word) {
    List<String> symbols = new ArrayList<>();
    for (byte value : word.getBytes(StandardCharsets.UTF_8)) {
      symbols.add(String.valueOf(ClipByteAlphabet.of(value)));
    }
    int last = symbols.size() - 1;
    symbols.set(last, symbols.get(last) + END_OF_WORD);
    return symbols;
  }

  /** The most frequent pair, the first in the alphabet among equals; null when none is left. */
  private static @Nullable Pair best(Map<String, List<String>> spelt, Map<String, Integer> counts) {
    Map<Pair, Integer> pairs = new HashMap<>();
    spelt.forEach(
        (word, symbols) -> {
          for (int i = 0; i + 1 < symbols.size(); i++) {
            Pair pair = new Pair(symbols.get(i), symbols.get(i + 1));
            pairs.merge(pair, counts.getOrDefault(word, 0), Integer::sum);
          }
        });
    return pairs.entrySet().stream()
        .max(
            Map.Entry.<Pair, Integer>comparingByValue()
                .thenComparing(
                    entry -> entry.getKey().left() + " " + entry.getKey().right(),
                    Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private static List<String> merged(List<String> symbols, Pair pair) {
    List<String> result = new ArrayList<>();
    for (int i = 0; i < symbols.size(); i++) {
      boolean here =
          i + 1 < symbols.size()
              && symbols.get(i).equals(pair.left())
              && symbols.get(i + 1).equals(pair.right());
      result.add(here ? pair.left() + pair.right() : symbols.get(i));
      i += here ? 1 : 0;
    }
    return result;
  }
}
