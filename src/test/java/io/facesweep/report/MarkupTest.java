package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void textAndAttributesAreEscaped() {
    Markup page = new Markup().element("p", "<b>\"&'</b>", "title", "\"><script>");
    assertThat(page.toString())
        .isEqualTo("<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&quot;&amp;&#39;&lt;/b&gt;</p>");
  }

  @Test
  void whatNoDocumentMayHoldBecomesVisible() {
    assertThat(new Markup().text("a\u0000b\uD800c\u001B👩\uFFFE\n").toString())
        .isEqualTo("a\uFFFDb\uFFFDc\uFFFD👩\uFFFD\n");
  }

  @Test
  void foreignTextIsKeptApart() {
    assertThat(new Markup().foreign("זקן").toString()).isEqualTo("<bdi dir=\"auto\">זקן</bdi>");
  }

  @Test
  void elementsAreClosedInOrder() {
    Markup page = new Markup().open("div").open("p").empty("img", "alt", "").close("div");
    assertThat(page.toString()).isEqualTo("<div><p><img alt=\"\"/></p></div>\n");
    assertThatThrownBy(() -> new Markup().open("p").bytes())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Invalid markup: [p] is open");
  }

  @Test
  void modulesBecomePlainScripts() {
    assertThat(
            ThreeBundle.plain(
                "import {\n\tA,\n\tB as C\n} from 'three';\nexport function f() {}\n"
                    + "class D {}\nexport { D, f as g };"))
        .isEqualTo(
            "const {\n\tA,\n\tB: C\n} = THREE;\nfunction f() {}\nclass D {}\n"
                + "Object.assign(THREE, { D, g: f });");
    assertThatThrownBy(() -> ThreeBundle.plain("import * as X from 'x';"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot bundle a module: it has an import of another form");
  }
}
