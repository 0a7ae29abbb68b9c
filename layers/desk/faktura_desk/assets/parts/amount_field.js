// An input for an amount or a quantity. It shows the language's decimal mark, and after it is left, what was understood.
import { html, useState } from "../library/view.js";
import { language } from "../shell/language.js";
import { Field } from "./field.js";
import { inputText, keptOf } from "./typed.js";

/** A `Field` whose `value` is what typed.js keeps: a decimal such as "12.50", "", or a text that is no number. */
export function AmountField({ value, onValue, least, ...terms }) {
  return html`<${Field} ...${terms} ...${useTyped(value, onValue, least)} />`;
}

/** The terms of such an input. `least` is how many decimals it shows at least. */
export function useTyped(value, onValue, least = 2) {
  const [typed, setTyped] = useState(null); // the text, while it is this value's in this language
  const isCurrent = typed !== null && typed.value === value && typed.language === language();
  return {
    value: isCurrent ? typed.text : inputText(value, least),
    onValue: (text) => {
      setTyped({ text, value: keptOf(text), language: language() });
      onValue(keptOf(text));
    },
    onBlur: () => setTyped(null),
    inputmode: "decimal",
    autocomplete: "off",
  };
}
