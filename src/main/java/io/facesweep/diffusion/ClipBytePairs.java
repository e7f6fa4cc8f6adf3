package io.facesweep.diffusion;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import io.facesweep.weights.JsonConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Byte-pair encoding of one word (Sennrich et al. 2016, arXiv 1508.07909) over bytes, with {@code
 * </w>} on a word's last symbol: the adjacent pair of lowest rank is merged, leftmost first, until
 * no pair has a rank. Safe for several threads.
 */
final class ClipBytePairs {
  private static final String END_OF_WORD = "</w>";
  private static final long MAX_MERGES_BYTES = 64L << 20;
  private static final int CACHED_WORDS = 10_000;
  private static final int MAX_CACHED_WORD = 64;

  private final Map<String, Integer> vocabulary;
  private final Map<Pair, Integer> ranks;
  private final int unknownId;
  private final Map<String, int[]> cache = new ConcurrentHashMap<>();

  private record Pair(String left, String right) {}

  private ClipBytePairs(Map<String, Integer> vocabulary, Map<Pair, Integer> ranks, int unknownId) {
    this.vocabulary = vocabulary;
    this.ranks = ranks;
    this.unknownId = unknownId;
  }

  /**
   * @param unknownId what a symbol becomes that the vocabulary lacks
   * @throws UserException naming file and line when a merge is malformed, stands twice, or makes a
   *     token that the vocabulary lacks
   */
  static ClipBytePairs read(Path merges, Map<String, Integer> vocabulary, int unknownId) {
    Map<Pair, Integer> ranks = new HashMap<>();
    List<String> lines = lines(merges);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.isBlank() && !(i == 0 && line.startsWith("#version"))) {
        add(ranks, line.strip(), vocabulary, merges, "line " + (i + 1));
      }
    }
    return new ClipBytePairs(vocabulary, ranks, unknownId);
  }

  /**
   * The same with merges that have been read, the first of rank 0.
   *
   * @param file that they are from, for messages
   * @param merges each two symbols with a space between
   */
  static ClipBytePairs of(
      Path file, List<String> merges, Map<String, Integer> vocabulary, int unknownId) {
    Map<Pair, Integer> ranks = new HashMap<>();
    for (String merge : merges) {
      add(ranks, merge, vocabulary, file, "merge " + (ranks.size() + 1));
    }
    return new ClipBytePairs(vocabulary, ranks, unknownId);
  }

  private static void add(
      Map<Pair, Integer> ranks,
      String merge,
      Map<String, Integer> vocabulary,
      Path file,
      String place) {
    String[] parts = merge.split(" ", -1);
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw invalid(file, place, merge, "two symbols with a space between");
    }
    if (!vocabulary.containsKey(parts[0] + parts[1])) {
      throw invalid(file, place, merge, "symbols that together are a token of the vocabulary");
    }
    if (ranks.putIfAbsent(new Pair(parts[0], parts[1]), ranks.size()) != null) {
      throw invalid(file, place, merge, "each merge once");
    }
  }

  private static List<String> lines(Path merges) {
    try {
      if (!Files.isRegularFile(merges)) {
        throw new UserException("Cannot read %s: there is no such file".formatted(merges));
      }
      if (Files.size(merges) > MAX_MERGES_BYTES) {
        throw new UserException(
            "Cannot read %s: %d bytes (expected at most %d)"
                .formatted(merges, Files.size(merges), MAX_MERGES_BYTES));
      }
      return Files.readString(merges).lines().toList();
    } catch (IOException e) {
      throw new UserException("Cannot read %s as UTF-8 text: %s".formatted(merges, e), e);
    }
  }

  private static UserException invalid(Path file, String place, String text, String rule) {
    String shown = text.length() <= 60 ? text : text.substring(0, 57) + "...";
    return new UserException(
        "Invalid merge: '%s' (expected %s) in %s %s"
            .formatted(ForeignText.quoted(shown), rule, file, place));
  }

  /** The token ids of a word of normalized text. Not a copy: do not write to it. */
  int[] encode(String word) {
    int[] known = cache.get(word);
    if (known != null) {
      return known;
    }
    int[] ids =
        merged(symbols(word)).stream()
            .mapToInt(symbol -> vocabulary.getOrDefault(symbol, unknownId))
            .toArray();
    if (word.length() <= MAX_CACHED_WORD && cache.size() < CACHED_WORDS) {
      cache.put(word, ids);
    }
    return ids;
  }

  private static List<@Nullable String> symbols(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    List<@Nullable String> symbols = new ArrayList<>(bytes.length);
    for (byte value : bytes) {
      symbols.add(String.valueOf(ClipByteAlphabet.of(value)));
    }
    symbols.set(bytes.length - 1, symbols.get(bytes.length - 1) + END_OF_WORD);
    return symbols;
  }

  /**
   * A pair of neighbours that may be merged: of symbols that start at {@code at} and {@code next}.
   */
  private record Candidate(int rank, int at, int next, String merged)
      implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      return rank != other.rank ? Integer.compare(rank, other.rank) : Integer.compare(at, other.at);
    }
  }

  /** Merges by a queue of candidates over a linked list, so that a long word costs n log n. */
  private List<String> merged(List<@Nullable String> symbols) {
    int count = symbols.size();
    int[] next = new int[count];
    int[] previous = new int[count];
    PriorityQueue<Candidate> queue = new PriorityQueue<>();
    for (int i = 0; i < count; i++) {
      next[i] = i + 1;
      previous[i] = i - 1;
      offer(queue, symbols, i, i + 1);
    }
    for (Candidate best = queue.poll(); best != null; best = queue.poll()) {
      String left = symbols.get(best.at);
      String right = next[best.at] == best.next ? symbols.get(best.next) : null;
      if (left == null || right == null || !best.merged.equals(left + right)) {
        continue; // One of the two has been merged with another neighbour since.
      }
      symbols.set(best.at, best.merged);
      symbols.set(best.next, null);
      int after = next[best.next];
      next[best.at] = after;
      if (after < count) {
        previous[after] = best.at;
      }
      offer(queue, symbols, best.at, after);
      if (previous[best.at] >= 0) {
        offer(queue, symbols, previous[best.at], best.at);
      }
    }
    List<String> result = new ArrayList<>();
    for (int i = 0; i < count; i = next[i]) {
      result.add(Objects.requireNonNull(symbols.get(i)));
    }
    return result;
  }

  private void offer(
      PriorityQueue<Candidate> queue, List<@Nullable String> symbols, int at, int next) {
    String left = symbols.get(at);
    String right = next < symbols.size() ? symbols.get(next) : null;
    if (left != null && right != null) {
      Integer rank = ranks.get(new Pair(left, right));
      if (rank != null) {
        queue.add(new Candidate(rank, at, next, left + right));
      }
    }
  }

  /** The vocabulary of a vocab.json; no two tokens may share an id. */
  static Map<String, Integer> readVocabulary(Path file) {
    return vocabulary(JsonConfig.read(file));
  }

  /** The vocabulary of an object of ids by token. */
  static Map<String, Integer> vocabulary(JsonConfig json) {
    Map<String, Integer> vocabulary = new HashMap<>();
    Set<Integer> taken = new HashSet<>();
    for (String token : json.keys()) {
      int id = json.integer(token);
      if (id < 0 || !taken.add(id)) {
        throw json.problem(token, "an id of at least 0 that no other token has");
      }
      vocabulary.put(token, id);
    }
    return vocabulary;
  }
}
