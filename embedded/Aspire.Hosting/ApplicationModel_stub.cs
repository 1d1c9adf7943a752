namespace Aspire.Hosting.ApplicationModel;
/// <summary>A piece of data attached to a resource.</summary>
public interface IResourceAnnotation;
