package io.facesweep.diffusion;

import io.facesweep.UserException;
import io.facesweep.weights.JsonConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CLIP's tokenizer: text to ids, as many as its context has (77, or model_max_length where that is
 * less): the begin token, the text's, the end token, and padding. It gives the ids of transformers'
 * fast CLIPTokenizer, from the directory's vocab.json and merges.txt, or where there are none from
 * its tokenizer.json, and where present from special_tokens_map.json and tokenizer_config.json.
 * Safe for several threads.
 */
public final class ClipTokenizer {
  private static final Logger LOGGER = LoggerFactory.getLogger(ClipTokenizer.class);
  private static final String VOCABULARY = "vocab.json";
  private static final String MERGES = "merges.txt";
  private static final String WHOLE = "tokenizer.json";
  private static final int CONTEXT_LENGTH = 77;
  private static final int MIN_LENGTH = 8;

  private final Map<String, Integer> vocabulary;
  private final ClipBytePairs bytePairs;
  private final ClipSpecialTokens special;
  private final AddedTokens added;
  private final int contextLength;
  private final Consumer<String> warnings;

  private ClipTokenizer(
      Map<String, Integer> vocabulary,
      ClipBytePairs bytePairs,
      ClipSpecialTokens special,
      AddedTokens added,
      int contextLength,
      Consumer<String> warnings) {
    this.vocabulary = vocabulary;
    this.bytePairs = bytePairs;
    this.special = special;
    this.added = added;
    this.contextLength = contextLength;
    this.warnings = warnings;
  }

  /**
   * Opens the tokenizer of a snapshot.
   *
   * @param directory a snapshot's {@code tokenizer/}
   * @throws UserException when a file is missing or malformed, or asks for another class or length
   */
  public static ClipTokenizer open(Path directory) {
    return open(directory, LOGGER::warn);
  }

  static ClipTokenizer open(Path directory, Consumer<String> warnings) {
    Path configuration = directory.resolve("tokenizer_config.json");
    int contextLength =
        Files.exists(configuration)
            ? contextLength(JsonConfig.read(configuration))
            : CONTEXT_LENGTH;
    Map<String, Integer> vocabulary;
    ClipSpecialTokens special;
    ClipBytePairs bytePairs;
    if (isOneFile(directory)) {
      ClipTokenizerJson json = ClipTokenizerJson.read(directory.resolve(WHOLE));
      vocabulary = json.vocabulary();
      special = json.special(directory);
      bytePairs = json.bytePairs(special.unknown());
    } else {
      vocabulary = ClipBytePairs.readVocabulary(directory.resolve(VOCABULARY));
      special = ClipSpecialTokens.read(directory, vocabulary, Map.of(), List.of());
      bytePairs = ClipBytePairs.read(directory.resolve(MERGES), vocabulary, special.unknown());
    }
    return new ClipTokenizer(
        vocabulary, bytePairs, special, AddedTokens.NONE, contextLength, warnings);
  }

  /**
   * Returns the same tokenizer with tokens of embeddings.
   *
   * @throws UserException if one of them contains a special token, or does not fit a text
   */
  ClipTokenizer with(AddedTokens tokens) {
    tokens.requireFit(special, contextLength - 2);
    return new ClipTokenizer(vocabulary, bytePairs, special, tokens, contextLength, warnings);
  }

  /** Whether a tokenizer.json holds what vocab.json and merges.txt would. */
  private static boolean isOneFile(Path directory) {
    return !Files.exists(directory.resolve(VOCABULARY)) && Files.exists(directory.resolve(WHOLE));
  }

  /** The files of a directory that say which ids words have. */
  static List<Path> files(Path directory) {
    return isOneFile(directory)
        ? List.of(directory.resolve(WHOLE))
        : List.of(directory.resolve(VOCABULARY), directory.resolve(MERGES));
  }

  /** The context's length, of a configuration that is supported. */
  private static int contextLength(JsonConfig config) {
    if (!List.of("CLIPTokenizer", "CLIPTokenizerFast")
        .contains(config.text("tokenizer_class", "CLIPTokenizer"))) {
      throw config.problem("tokenizer_class", "CLIPTokenizer");
    }
    if (!config.flag("do_lower_case", true)) {
      throw config.problem("do_lower_case", "true");
    }
    // transformers writes 1e30 where no length was set.
    double length = config.number("model_max_length", CONTEXT_LENGTH);
    if (length < MIN_LENGTH || (length < CONTEXT_LENGTH && length != Math.rint(length))) {
      throw config.problem("model_max_length", "a whole number from %d".formatted(MIN_LENGTH));
    }
    return (int) Math.min(length, CONTEXT_LENGTH);
  }

  /** Number of ids of every encoded text. */
  public int contextLength() {
    return contextLength;
  }

  /** One more than the largest id of its own: what the text encoder's embedding must hold. */
  public int vocabularySize() {
    return 1 + vocabulary.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
  }

  /** The id of the token that starts every text. */
  public int beginId() {
    return special.begin();
  }

  /** The id of the token that ends every text, at which CLIP pools. */
  public int endId() {
    return special.end();
  }

  /** The id that fills the rest. */
  public int padId() {
    return special.pad();
  }

  /** Ids of several texts, each [contextLength]. */
  public List<int[]> encode(List<String> texts) {
    return texts.stream().map(this::encode).toList();
  }

  /**
   * Ids [contextLength] of a text. What does not fit is dropped, with a warning that says how many
   * tokens and which text.
   */
  public int[] encode(String text) {
    int[] content = contentIds(text);
    int room = contextLength - 2;
    if (content.length > room) {
      warnings.accept(
          "A prompt has %d tokens and only %d fit: %d were dropped from its end: '%s'. The whole prompt: '%s'"
              .formatted(
                  content.length,
                  room,
                  content.length - room,
                  decode(Arrays.copyOfRange(content, room, content.length)),
                  text));
    }
    int used = Math.min(content.length, room);
    int[] ids = new int[contextLength];
    Arrays.fill(ids, special.pad());
    ids[0] = special.begin();
    System.arraycopy(content, 0, ids, 1, used);
    ids[used + 1] = special.end();
    return ids;
  }

  private int[] contentIds(String text) {
    IntStream.Builder ids = IntStream.builder();
    split(
        special.inRaw(),
        text,
        ids,
        raw ->
            split(
                special.inNormalized(),
                ClipText.normalized(raw),
                ids,
                piece -> added.split(piece, ids, between -> addWords(between, ids))));
    return ids.build().toArray();
  }

  private void addWords(String normalized, IntConsumer ids) {
    for (String word : ClipText.words(normalized)) {
      Arrays.stream(bytePairs.encode(word)).forEach(ids);
    }
  }

  /** Hands the text between special tokens on, and adds those tokens' ids. */
  private void split(Pattern tokens, String text, IntConsumer ids, Consumer<String> between) {
    Matcher matcher = tokens.matcher(text);
    int start = 0;
    while (matcher.find()) {
      between.accept(text.substring(start, matcher.start()));
      ids.accept(vocabulary.getOrDefault(matcher.group(), special.unknown()));
      start = matcher.end();
    }
    between.accept(text.substring(start));
  }

  /** The text of ids, words separated by spaces; for messages. */
  private String decode(int[] ids) {
    Map<Integer, String> tokens = new HashMap<>();
    vocabulary.forEach((token, id) -> tokens.put(id, token));
    added.tokens().forEach((id, token) -> tokens.put(id, token + "</w>"));
    StringBuilder symbols = new StringBuilder();
    for (int id : ids) {
      symbols.append(tokens.getOrDefault(id, ""));
    }
    String words = symbols.toString().replace("</w>", " ").strip();
    return new String(ClipByteAlphabet.bytes(words), StandardCharsets.UTF_8);
  }
}
