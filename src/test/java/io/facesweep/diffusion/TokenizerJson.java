package io.facesweep.diffusion;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tokenizer.json made of vocab.json and merges.txt, in the form of Hugging Face's tokenizers. */
final class TokenizerJson {
  private static final String FORM =
      """
      {"version": "1.0", "truncation": null, "padding": null,
       "added_tokens": [
         {"id": 0, "content": "<|startoftext|>", "single_word": false, "lstrip": false, "rstrip": false,
          "normalized": true, "special": true},
         {"id": 0, "content": "<|endoftext|>", "single_word": false, "lstrip": false, "rstrip": false,
          "normalized": true, "special": true}],
       "normalizer": {"type": "Sequence", "normalizers": [
         {"type": "NFC"}, {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "}, {"type": "Lowercase"}]},
       "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
         {"type": "Split", "pattern": {"Regex":
           "<\\\\|startoftext\\\\|>|<\\\\|endoftext\\\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"},
          "behavior": "Removed", "invert": true},
         {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}]},
       "post_processor": {"type": "RobertaProcessing", "sep": ["<|endoftext|>", 0], "cls": ["<|startoftext|>", 0],
         "trim_offsets": false, "add_prefix_space": false},
       "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true},
       "model": {"type": "BPE", "dropout": null, "unk_token": "<|endoftext|>", "continuing_subword_prefix": "",
         "end_of_word_suffix": "</w>", "fuse_unk": false, "byte_fallback": false, "ignore_merges": false}}""";

  /** How merges are written. */
  enum Merges {
    PAIRS,
    TEXTS
  }

  private final JsonObject json = JsonParser.parseString(FORM).getAsJsonObject();

  private TokenizerJson() {}

  static TokenizerJson of(Path directory, Merges form) throws IOException {
    TokenizerJson made = new TokenizerJson();
    JsonObject vocabulary =
        JsonParser.parseString(Files.readString(directory.resolve("vocab.json"))).getAsJsonObject();
    made.json.getAsJsonObject("model").add("vocab", vocabulary);
    for (JsonElement token : made.json.getAsJsonArray("added_tokens")) {
      JsonObject added = token.getAsJsonObject();
      added.add("id", vocabulary.get(added.get("content").getAsString()));
    }
    JsonArray merges = new JsonArray();
    for (String line : Files.readAllLines(directory.resolve("merges.txt"))) {
      if (!line.isBlank() && !line.startsWith("#version")) {
        if (form == Merges.TEXTS) {
          merges.add(line);
        } else {
          JsonArray pair = new JsonArray();
          for (String part : line.split(" ")) {
            pair.add(part);
          }
          merges.add(pair);
        }
      }
    }
    made.json.getAsJsonObject("model").add("merges", merges);
    return made;
  }

  /** The same that fills texts up with a token, which is found in raw text. */
  TokenizerJson padding(String token) {
    JsonObject vocabulary = json.getAsJsonObject("model").getAsJsonObject("vocab");
    JsonObject padding = new JsonObject();
    padding.add("pad_id", vocabulary.get(token));
    padding.addProperty("pad_token", token);
    json.add("padding", padding);
    JsonObject added = new JsonObject();
    added.add("id", vocabulary.get(token));
    added.addProperty("content", token);
    added.addProperty("normalized", false);
    json.getAsJsonArray("added_tokens").add(added);
    return this;
  }

  /** The same with another value, written as JSON, at a path of keys. */
  TokenizerJson set(String value, String... path) {
    JsonObject inner = json;
    for (int i = 0; i < path.length - 1; i++) {
      inner = inner.getAsJsonObject(path[i]);
    }
    inner.add(path[path.length - 1], JsonParser.parseString(value));
    return this;
  }

  String text() {
    return json.toString();
  }
}
