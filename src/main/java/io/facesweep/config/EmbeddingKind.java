package io.facesweep.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.facesweep.settings.EmbeddingSettings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A textual inversion embedding: {@code { file = ..., token = ... }}, or its file alone. */
record EmbeddingKind() implements Kind<EmbeddingSettings> {
  private static final String FILE = "file";
  private static final String TOKEN = "token";

  @Override
  public String expected() {
    return "{ file, token } of an embedding, the token %s, or its file alone"
        .formatted(Kinds.words().expected());
  }

  @Override
  public @Nullable EmbeddingSettings read(ConfigValue value) {
    if (!(value instanceof ConfigObject embedding)) {
      String file = Kinds.place().read(value);
      return file == null ? null : new EmbeddingSettings(file, null);
    }
    ConfigValue place = embedding.get(FILE);
    ConfigValue word = embedding.get(TOKEN);
    if (place == null || !Set.of(FILE, TOKEN).containsAll(embedding.keySet())) {
      return null;
    }
    String file = Kinds.place().read(place);
    String token = word == null ? null : Kinds.words().read(word);
    return file == null || (word != null && token == null)
        ? null
        : new EmbeddingSettings(file, token);
  }

  @Override
  public String write(EmbeddingSettings embedding) {
    String token = embedding.token();
    String file = ConfigUtil.quoteString(embedding.file());
    return token == null
        ? "{ file = %s }".formatted(file)
        : "{ file = %s, token = %s }".formatted(file, ConfigUtil.quoteString(token));
  }
}
