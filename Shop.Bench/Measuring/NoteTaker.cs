namespace Shop.Bench.Measuring;

/// <summary>Keeps the notes of a run for its report while passing everything on.</summary>
/// <param name="progress">Where to.</param>
internal sealed class NoteTaker(IBenchProgress progress) : IBenchProgress
{
    private readonly List<string> _notes = [];

    /// <summary>What was noted.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <inheritdoc/>
    public void Phase(string what, int windows = 0) => progress.Phase(what, windows);

    /// <inheritdoc/>
    public void Window(LoadWindow window) => progress.Window(window);

    /// <inheritdoc/>
    public void Note(string note)
    {
        // What is so at every start is said once.
        if (_notes.Contains(note))
            return;
        _notes.Add(note);
        progress.Note(note);
    }
}
