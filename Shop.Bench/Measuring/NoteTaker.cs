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
    public void Window(int round, int rounds, Contender contender) => progress.Window(round, rounds, contender);

    /// <inheritdoc/>
    public void Note(string note)
    {
        _notes.Add(note);
        progress.Note(note);
    }
}
