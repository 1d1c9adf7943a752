namespace Shop.Bench.Measuring;

/// <summary>Is told how far a run is.</summary>
internal interface IBenchProgress
{
    /// <summary>A part of the run begins.</summary>
    /// <param name="what">What it is.</param>
    /// <param name="windows">How many windows will be measured in it, where that is known.</param>
    void Phase(string what, int windows = 0);

    /// <summary>A window begins.</summary>
    /// <param name="window">What is measured.</param>
    void Window(LoadWindow window);

    /// <summary>Something that the reader should know.</summary>
    /// <param name="note">The note.</param>
    void Note(string note);
}
