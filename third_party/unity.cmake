# Unity builds: with -DCMAKE_UNITY_BUILD=ON, as both commands say, the files of a folder are
# compiled as one, which halves the time of a build from nothing and lets the compiler see a whole
# room at once. So names without linkage are unique within their folder. Without it every file is
# compiled alone, which is quicker after a small change.
#
# Call it once a target's sources are complete.
function(synscope_unity target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
  get_target_property(sources ${target} SOURCES)
  get_target_property(folder ${target} SOURCE_DIR)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${folder} NORMALIZE)
    cmake_path(GET source PARENT_PATH room)
    cmake_path(GET room FILENAME room)
    set_source_files_properties(${source} TARGET_DIRECTORY ${target} PROPERTIES UNITY_GROUP ${room})
  endforeach()
endfunction()
