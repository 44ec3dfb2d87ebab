// While a new password is typed, says how long it is for one. Pages do without: why one is refused is the server's to say.
for (const hint of document.querySelectorAll('[data-strength-of]')) {
  const field = document.getElementById(hint.dataset.strengthOf);
  const steps = hint.dataset.steps.split(' ').map(Number);
  const words = hint.dataset.words.split('|');
  const meter = hint.querySelector('meter');
  const output = hint.querySelector('output');
  field.addEventListener('input', () => {
    const length = [...field.value.normalize('NFC')].length;
    const strength = steps.filter((step) => length >= step).length;
    hint.hidden = length === 0;
    meter.value = strength;
    // Only what has changed is read out.
    if (output.textContent !== words[strength]) output.textContent = words[strength];
  });
}
