package io.facesweep.settings;

import io.facesweep.settings.Setting.Text;
import java.io.Serializable;
import java.util.List;

/** Where results go, keys {@code output.*}. Sweeps that share an output share their stages. */
public record OutputSettings(
    @Setting(doc = "output root", text = Text.OUTPUT_ROOT, otherwise = "required") String uri,
    @Setting(
            doc = "output roots, read only, whose finished stages are copied",
            text = Text.OUTPUT_ROOT,
            distinct = true,
            byDefault = "[]")
        List<String> reuse)
    implements Serializable {
  public OutputSettings {
    reuse = List.copyOf(reuse);
  }
}
